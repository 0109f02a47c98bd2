import { useEffect, useState } from 'react';

/** Longer than two batches are apart: rows that move by batches are not drawn once more between them. */
const tickMs = 300;

/**
 * One shared clock for the rows in flight: it moves when rows came (`movedAt`), and by itself when none come. It stands
 * still when nothing is in flight or nobody looks.
 */
export function useClock(isRunning: boolean, movedAt: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isRunning) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) setNow(Date.now());
    }, tickMs);
    return () => clearInterval(timer);
  }, [isRunning, movedAt]);
  return Math.max(now, movedAt);
}
