import type { Language } from '../domain/preferences.ts';
import type { AppStatus } from '../domain/status.ts';
import { translate } from './messages.ts';
import { tray } from './tray.ts';

const reasonKeys = {
  'port-in-use': 'portInUse',
  'listen-failed': 'listenFailed',
  'keychain-locked': 'keychainLocked',
  'keychain-absent': 'keychainAbsent',
  'provider-failing': 'providerFailing',
} as const;

/** Why routing is degraded or failed, in words; null when there is nothing to say. */
export function reasonText(status: Pick<AppStatus, 'reason'>, language: Language): string | null {
  if (status.reason === null) return null;
  return translate(tray, language, reasonKeys[status.reason.code], {
    detail: status.reason.detail,
  });
}
