/** A place of the drawing, in CSS pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}
export type Scale = (value: number) => number;

/** Maps `from`…`to` onto `start`…`end`; an empty span maps to the start. */
export function linearScale(from: number, to: number, start: number, end: number): Scale {
  const span = to - from;
  return (value) => (span === 0 ? start : start + ((value - from) / span) * (end - start));
}

/** The same on a logarithmic axis; values below `from` sit on it. */
export function logScale(from: number, to: number, start: number, end: number): Scale {
  const inner = linearScale(Math.log(from), Math.log(to), start, end);
  return (value) => inner(Math.log(Math.max(value, from)));
}

const steps = [1, 2, 2.5, 5, 10];

/** Round axis values from 0 to at least `highest`, about `count` of them. */
export function niceTicks(highest: number, count = 4): readonly number[] {
  if (!(highest > 0)) return [0, 1];
  const rough = highest / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (steps.find((s) => s * power >= rough * 0.999) ?? 10) * power;
  const last = Math.ceil(highest / step - 1e-9);
  return Array.from({ length: last + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

/** Powers of two that enclose `lowest`…`highest`, both above 0. */
export function doublingTicks(lowest: number, highest: number): readonly number[] {
  if (!(lowest > 0) || !(highest > 0)) return [0.5, 1, 2];
  const first = Math.floor(Math.log2(lowest));
  const last = Math.max(first + 1, Math.ceil(Math.log2(highest)));
  return Array.from({ length: last - first + 1 }, (_, index) => 2 ** (first + index));
}

/** Runs of points without a gap; a null ends a run, so that a missing value is never drawn as zero. */
export function runsOf(points: readonly (Point | null)[]): readonly (readonly Point[])[] {
  const runs: Point[][] = [];
  let open: Point[] | null = null;
  for (const point of points) {
    if (point === null) {
      open = null;
    } else if (open === null) {
      open = [point];
      runs.push(open);
    } else {
      open.push(point);
    }
  }
  return runs;
}

export function linePath(run: readonly Point[]): string {
  return run
    .map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`)
    .join('');
}

/** The surface between a run and the base line. */
export function areaPath(run: readonly Point[], base: number): string {
  const first = run[0];
  const last = run.at(-1);
  if (first === undefined || last === undefined || run.length < 2) return '';
  return `${linePath(run)}L${last.x.toFixed(1)} ${base.toFixed(1)}L${first.x.toFixed(1)} ${base.toFixed(1)}Z`;
}

/** Moves labels apart along y so that none is closer than `gap`; keeps their order. Input in drawing order. */
export function spreadLabels(
  places: readonly number[],
  gap: number,
  low: number,
  high: number,
): readonly number[] {
  const order = places.map((y, index) => ({ y, index })).sort((a, b) => a.y - b.y);
  let floor = low;
  for (const label of order) {
    label.y = Math.max(label.y, floor);
    floor = label.y + gap;
  }
  let ceiling = high;
  for (const label of order.toReversed()) {
    label.y = Math.min(label.y, ceiling);
    ceiling = label.y - gap;
  }
  const placed = [...places];
  for (const label of order) placed[label.index] = label.y;
  return placed;
}
