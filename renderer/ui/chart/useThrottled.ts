import { useEffect, useRef, useState } from 'react';

/** The newest value, but at most one change per `everyMs`: charts are redrawn twice a second at the most. */
export function useThrottled<T>(value: T, everyMs = 500): T {
  const [shown, setShown] = useState(value);
  const changedAt = useRef(0);
  useEffect(() => {
    const wait = Math.max(0, changedAt.current + everyMs - performance.now());
    const timer = setTimeout(() => {
      changedAt.current = performance.now();
      setShown(value);
    }, wait);
    return () => clearTimeout(timer);
  }, [value, everyMs]);
  return shown;
}
