import { useEffect, useState } from 'react';

const tickMs = 250;

/** One shared clock for the rows in flight. It stands still when nothing is in flight or nobody looks. */
export function useClock(isRunning: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isRunning) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) setNow(Date.now());
    }, tickMs);
    return () => clearInterval(timer);
  }, [isRunning]);
  return now;
}
