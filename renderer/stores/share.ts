import type { ShareText } from '../../shared/domain/share.ts';
import type { Reply } from '../../shared/ipc/descriptors.ts';
import { settled, useApi } from '../bridge.ts';

/** What is handed on of a profile or a provider, and the clipboard for its link. */
export interface Sharing {
  readonly read: () => Promise<Reply<ShareText>>;
  readonly copy: (link: string) => Promise<boolean>;
}

export function useSharing(kind: 'profile' | 'provider', id: string): Sharing {
  const api = useApi();
  return {
    read: () => settled(api.transfer.share({ kind, id })),
    copy: async (link) => (await settled(api.app.copyText({ text: link }))).ok,
  };
}
