import { basename } from 'node:path';
import { dialog, Notification } from 'electron';
import type { Language } from '../../shared/domain/preferences.ts';
import type { RoutingReason } from '../../shared/domain/status.ts';
import { translate } from '../../shared/i18n/messages.ts';
import { reasonText } from '../../shared/i18n/status-reason.ts';
import { tray } from '../../shared/i18n/tray.ts';

/** What main itself says outside the window: rare, short, and never a question. */
export interface UserNotices {
  stillRunning(): void;
  settingsSetAside(file: string): void;
  toggleFailed(reason: RoutingReason): void;
}

export function userNotices(language: () => Language): UserNotices {
  const notify = (title: string, body: string): void => {
    if (Notification.isSupported()) {
      new Notification({ title, body }).show();
      return;
    }
    // Not an error box: that one stops this process, gateway and window included, until somebody clicks it away.
    void dialog.showMessageBox({ type: 'info', title: 'Switchyard', message: title, detail: body });
  };
  return {
    stillRunning: () => {
      notify(
        translate(tray, language(), 'stillHereTitle'),
        translate(tray, language(), 'stillHereBody'),
      );
    },
    settingsSetAside: (file) => {
      notify(
        translate(tray, language(), 'settingsSetAsideTitle'),
        translate(tray, language(), 'settingsSetAsideBody', { file: basename(file) }),
      );
    },
    toggleFailed: (reason) => {
      notify(
        translate(tray, language(), 'toggleFailedTitle'),
        reasonText({ reason }, language()) ?? '',
      );
    },
  };
}
