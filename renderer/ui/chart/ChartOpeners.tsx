import { useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { Scale } from './geometry.ts';

/** A place of the x axis that can be opened. */
export interface ChartOpener {
  /** Spoken, and shown as tooltip. */
  readonly label: string;
  readonly onOpen: () => void;
}

const LEAST_WIDTH = 24;

/**
 * A column over each place of a drawing that can be opened. One stop for the keyboard; arrows go on in time, which runs
 * left to right in every language.
 */
export function ChartOpeners(props: {
  readonly label: string;
  readonly openers: readonly (ChartOpener | null)[];
  readonly x: Scale;
  readonly top: number;
  readonly height: number;
}): ReactNode {
  const { openers, x } = props;
  const list = useRef<HTMLDivElement>(null);
  const places = openers.flatMap((opener, place) => (opener === null ? [] : [place]));
  const [chosen, setChosen] = useState<number | null>(null);
  const stop = chosen !== null && places.includes(chosen) ? chosen : places.at(-1);
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = places.indexOf(stop ?? -1);
    const next: Readonly<Record<string, number>> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: places.length - 1,
    };
    const to = places[next[event.key] ?? -1];
    if (to === undefined) return;
    event.preventDefault();
    setChosen(to);
    list.current?.querySelector<HTMLElement>(`[data-place="${String(to)}"]`)?.focus();
  };
  // One that stands alone is wide enough to be met; many share the drawing.
  const width = openers.length === 1 ? LEAST_WIDTH * 2 : Math.abs(x(1) - x(0));
  return (
    <div ref={list} role="group" aria-label={props.label} onKeyDown={onKeyDown}>
      {openers.map((opener, place) =>
        opener === null ? null : (
          <button
            key={place}
            type="button"
            className="chart-opener"
            data-place={place}
            style={{
              insetInlineStart: x(place) - width / 2,
              insetBlockStart: props.top,
              inlineSize: width,
              blockSize: props.height,
            }}
            tabIndex={place === stop ? 0 : -1}
            aria-label={opener.label}
            title={opener.label}
            onFocus={() => setChosen(place)}
            onClick={opener.onOpen}
          />
        ),
      )}
    </div>
  );
}
