import { useEffect, useState } from 'react';
import type { DiscoveredEndpoint } from '../../shared/domain/provider-view.ts';
import { settled, useApi } from '../bridge.ts';

/** Local servers that answer on their usual ports; asked once when the caller is first shown. */
export function useDiscovered(): readonly DiscoveredEndpoint[] {
  const api = useApi();
  const [found, setFound] = useState<readonly DiscoveredEndpoint[]>([]);
  useEffect(() => {
    let isShown = true;
    void settled(api.providers.discover()).then((reply) => {
      if (isShown && reply.ok) setFound(reply.value);
    });
    return () => {
      isShown = false;
    };
  }, [api]);
  return found;
}
