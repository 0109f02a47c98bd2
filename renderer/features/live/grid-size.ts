import { useLayoutEffect, useState, type RefObject } from 'react';

const defaultRowHeight = 28;

export interface GridSize {
  readonly width: number;
  readonly height: number;
  readonly rowHeight: number;
}

/** The grid's own width decides the columns; the density decides the height of a row. */
export function useGridSize(scroller: RefObject<HTMLDivElement | null>): GridSize {
  const [size, setSize] = useState({ width: 1076, height: 0, rowHeight: defaultRowHeight });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || typeof ResizeObserver === 'undefined') return undefined;
    const measure = (): void => {
      const row = Number.parseFloat(getComputedStyle(element).getPropertyValue('--row'));
      const next = {
        width: element.offsetWidth,
        height: element.clientHeight,
        rowHeight: Number.isFinite(row) ? row : defaultRowHeight,
      };
      setSize((old) =>
        old.width === next.width && old.height === next.height && old.rowHeight === next.rowHeight
          ? old
          : next,
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
  return size;
}
