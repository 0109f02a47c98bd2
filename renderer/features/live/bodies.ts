import { useEffect, useState } from 'react';
import type { ExchangeBodies } from '../../../shared/domain/bodies.ts';
import { settled, useApi } from '../../bridge.ts';

export type ReadBodies =
  | { readonly state: 'reading' }
  | { readonly state: 'failed'; readonly reason: string }
  | { readonly state: 'read'; readonly bodies: ExchangeBodies | null };

/** Read when a tab that needs them is shown, and once more when the request has ended. */
export function useBodies(exchangeId: string, hasEnded: boolean): ReadBodies {
  const api = useApi();
  const [read, setRead] = useState<ReadBodies>({ state: 'reading' });
  useEffect(() => {
    let isShown = true;
    void settled(api.traffic.bodies({ exchangeId })).then((reply) => {
      if (!isShown) return;
      setRead(
        reply.ok
          ? { state: 'read', bodies: reply.value }
          : { state: 'failed', reason: reply.error.message },
      );
    });
    return () => {
      isShown = false;
    };
  }, [api, exchangeId, hasEnded]);
  return read;
}
