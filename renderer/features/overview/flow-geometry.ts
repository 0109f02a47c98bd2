import type { Summary } from './summary.ts';

export interface Band {
  readonly from: number;
  readonly to: number;
  readonly width: number;
  readonly path: string;
}

const narrowest = 1.5;
/** Share of a line's height that the busiest line may fill. */
const fill = 0.8;

/** Bands between kinds (start) and providers (end), stacked around the middle of their lines. */
export function bands(summary: Summary, height: number, width: number): readonly Band[] {
  const { kinds, providers, flows } = summary;
  if (kinds.length === 0 || providers.length === 0) return [];
  const kindHeight = height / kinds.length;
  const providerHeight = height / providers.length;
  const scale = Math.min(
    (kindHeight * fill) / Math.max(...kinds.map((line) => line.requests)),
    (providerHeight * fill) / Math.max(...providers.map((line) => line.requests)),
  );
  const start = kinds.map((line, i) => kindHeight * (i + 0.5) - (line.requests * scale) / 2);
  const end = providers.map((line, i) => providerHeight * (i + 0.5) - (line.requests * scale) / 2);
  return flows.map(({ from, to, requests }) => {
    const thickness = requests * scale;
    const drawn = Math.max(thickness, narrowest);
    const y0 = ((start[from] ?? 0) + drawn / 2).toFixed(1);
    const y1 = ((end[to] ?? 0) + drawn / 2).toFixed(1);
    start[from] = (start[from] ?? 0) + thickness;
    end[to] = (end[to] ?? 0) + thickness;
    const bend = [0.12, 0.515, 0.485, 0.88].map((share) => String(Math.round(width * share)));
    const [leave = '', out = '', into = '', arrive = ''] = bend;
    const path = `M0 ${y0}H${leave}C${out} ${y0} ${into} ${y1} ${arrive} ${y1}H${width}`;
    return { from, to, width: Number(drawn.toFixed(1)), path };
  });
}
