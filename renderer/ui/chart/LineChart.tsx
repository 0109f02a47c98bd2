import { memo } from 'react';
import type { ReactNode } from 'react';
import {
  areaPath,
  linePath,
  linearScale,
  logScale,
  runsOf,
  spreadLabels,
  type Point,
  type Scale,
} from './geometry.ts';
import { ChartOpeners, type ChartOpener } from './ChartOpeners.tsx';
import { useWidth } from './useWidth.ts';

export interface ChartSeries {
  readonly id: string;
  /** Stands at the line's end. */
  readonly label: string;
  /** A custom property, such as `--c1`. */
  readonly color: string;
  /** One value per place on the x axis; null is a gap, never zero. */
  readonly values: readonly (number | null)[];
  readonly mark?: 'dot' | 'square' | 'end' | 'none';
  readonly isDashed?: boolean;
  readonly hasArea?: boolean;
}

interface LineChartProps {
  /** Spoken; the table behind the button carries the figures. */
  readonly label: string;
  readonly height: number;
  readonly places: number;
  readonly xTicks: readonly { readonly place: number; readonly text: string }[];
  readonly yTicks: readonly { readonly value: number; readonly text: string }[];
  readonly isLog?: boolean;
  readonly series: readonly ChartSeries[];
  /** A vertical line at one place: the best step. */
  readonly marked?: number | null;
  /** Room for the names at the end, px. */
  readonly labelRoom?: number;
  /** At least so much room for the values of the y axis, px; longer texts take more. */
  readonly axisRoom?: number;
  /** Bars from the base line instead of lines: for a single place. */
  readonly asBars?: boolean;
  /** Places that open something, one for each on the x axis. */
  readonly openers?: {
    readonly label: string;
    readonly places: readonly (ChartOpener | null)[];
  };
}

const top = 10;
const bottom = 24;
const labelGap = 14;
const barWidth = 44;
/** Width of a digit at the axis' size (11 px), with some air. */
const digitWidth = 6.6;

/** Lines named at their ends. Time and size run left to right in every language. */
export const LineChart = memo(function LineChart(props: LineChartProps): ReactNode {
  const { ref, width } = useWidth(640);
  const { height, places, yTicks, series, marked = null } = props;
  const longest = Math.max(0, ...yTicks.map(({ text }) => text.length));
  const left = Math.max(props.axisRoom ?? 44, Math.ceil(longest * digitWidth) + 8);
  const right = Math.max(left + 40, width - (props.labelRoom ?? 84));
  const base = height - bottom;
  const values = yTicks.map((tick) => tick.value);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const y: Scale = (props.isLog === true ? logScale : linearScale)(low, high, base, top);
  const x: Scale =
    places === 1
      ? () => (left + right) / 2
      : linearScale(0, Math.max(1, places - 1), left + 6, right - 6);
  const asBars = props.asBars === true;
  return (
    <div ref={ref} className="chart-box" dir="ltr">
      <svg className="chart" width={width} height={height} role="img" aria-label={props.label}>
        {yTicks.map((tick) => (
          <g key={tick.value}>
            <line className="grid" x1={left} x2={right} y1={y(tick.value)} y2={y(tick.value)} />
            <text x={left - 6} y={y(tick.value) + 4} textAnchor="end">
              {tick.text}
            </text>
          </g>
        ))}
        {props.xTicks.map((tick) => (
          <text
            key={tick.place}
            x={x(tick.place)}
            y={height - 6}
            textAnchor={anchorOf(tick.place, places)}
          >
            {tick.text}
          </text>
        ))}
        {marked === null ? null : (
          <path
            d={`M${x(marked).toFixed(1)} ${top}V${base}`}
            stroke="var(--ok)"
            strokeWidth="1.25"
          />
        )}
        {series.map((line) => (
          <Line key={line.id} line={line} x={x} y={y} base={base} asBars={asBars} />
        ))}
        <EndLabels series={series} x={x} y={y} base={base} asBars={asBars} />
      </svg>
      {props.openers === undefined ? null : (
        <ChartOpeners
          label={props.openers.label}
          openers={props.openers.places}
          x={x}
          top={top}
          height={base - top}
        />
      )}
    </div>
  );
});

function anchorOf(place: number, places: number): 'start' | 'middle' | 'end' {
  // Few places leave room on both sides; many would push the outer dates out of the drawing.
  if (places <= 8) return 'middle';
  if (place === 0) return 'start';
  return place === places - 1 ? 'end' : 'middle';
}

interface Drawn {
  readonly x: Scale;
  readonly y: Scale;
  readonly base: number;
  readonly asBars: boolean;
}

function pointsOf(line: ChartSeries, { x, y }: Pick<Drawn, 'x' | 'y'>): readonly (Point | null)[] {
  return line.values.map((value, place) => (value === null ? null : { x: x(place), y: y(value) }));
}

function Line(props: Drawn & { readonly line: ChartSeries }): ReactNode {
  const { line, base } = props;
  const color = `var(${line.color})`;
  const points = pointsOf(line, props);
  const last = points.findLast((point) => point !== null);
  if (props.asBars) return <Bars points={points} base={base} color={color} />;
  return (
    <g>
      {runsOf(points).map((run, index) => (
        <g key={index}>
          {line.hasArea === true ? (
            <path d={areaPath(run, base)} fill={color} opacity="var(--chart-fill)" />
          ) : null}
          <path
            d={linePath(run)}
            fill="none"
            stroke={color}
            strokeWidth="1.75"
            strokeLinejoin="round"
            strokeDasharray={line.isDashed === true ? '4 3' : undefined}
          />
          {/* A lone value between two gaps has no line to show it. */}
          {run.length === 1 && run[0] !== undefined ? (
            <Marker point={run[0]} color={color} mark="dot" />
          ) : null}
        </g>
      ))}
      {line.mark === 'dot' || line.mark === 'square'
        ? points.map((point, place) =>
            point === null ? null : (
              <Marker key={place} point={point} color={color} mark={line.mark ?? 'dot'} />
            ),
          )
        : null}
      {line.mark === 'end' && last !== undefined ? (
        <Marker point={last} color={color} mark="dot" />
      ) : null}
    </g>
  );
}

/** One behind the other, so that the higher edge shows above the lower bar. */
function Bars(props: {
  readonly points: readonly (Point | null)[];
  readonly base: number;
  readonly color: string;
}): ReactNode {
  const { base, color } = props;
  return props.points.map((point, place) =>
    point === null ? null : (
      <g key={place}>
        <rect
          x={point.x - barWidth / 2}
          y={point.y}
          width={barWidth}
          height={Math.max(0, base - point.y)}
          fill={color}
          opacity="var(--chart-fill)"
        />
        <path
          d={`M${(point.x - barWidth / 2).toFixed(1)} ${point.y.toFixed(1)}h${String(barWidth)}`}
          stroke={color}
          strokeWidth="2"
        />
      </g>
    ),
  );
}

function Marker(props: {
  readonly point: Point;
  readonly color: string;
  readonly mark: 'dot' | 'square' | 'end' | 'none';
}): ReactNode {
  const { point, color } = props;
  if (props.mark === 'square')
    return (
      <rect
        x={point.x - 2.6}
        y={point.y - 2.6}
        width="5.2"
        height="5.2"
        fill="var(--bg-window)"
        stroke={color}
        strokeWidth="1.5"
      />
    );
  return <circle cx={point.x} cy={point.y} r="2.8" fill={color} />;
}

function EndLabels(props: Drawn & { readonly series: readonly ChartSeries[] }): ReactNode {
  const ends = props.series.flatMap((line) => {
    const end = pointsOf(line, props).findLast((point) => point !== null);
    return end === undefined ? [] : [{ line, end }];
  });
  const places = spreadLabels(
    ends.map(({ end }) => end.y),
    labelGap,
    top,
    props.base,
  );
  return ends.map(({ line, end }, index) => (
    // First strong isolate: an Arabic name beside Latin digits keeps its own order.
    <text
      key={line.id}
      className="lab"
      x={end.x + 9 + (props.asBars ? barWidth / 2 : 0)}
      y={(places[index] ?? end.y) + 4}
    >
      {`\u2068${line.label}\u2069`}
    </text>
  ));
}
