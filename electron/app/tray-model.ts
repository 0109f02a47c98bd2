import { baselineWord } from '../../shared/domain/baseline-word.ts';
import type { Language } from '../../shared/domain/preferences.ts';
import type { AppStatus, RoutingState } from '../../shared/domain/status.ts';
import { formatUsdTotal } from '../../shared/domain/usd-total.ts';
import { translate } from '../../shared/i18n/messages.ts';
import { reasonText } from '../../shared/i18n/status-reason.ts';
import { outcomeWords } from '../../shared/i18n/outcomes.ts';
import { tray } from '../../shared/i18n/tray.ts';

export type TrayAction =
  | { readonly type: 'set-routing'; readonly on: boolean }
  | { readonly type: 'launch'; readonly folder: string }
  | { readonly type: 'choose-folder' }
  | { readonly type: 'set-profile'; readonly profileId: string }
  | { readonly type: 'open-error'; readonly exchangeId: string }
  | { readonly type: 'open' }
  | { readonly type: 'settings' }
  | { readonly type: 'quit' };

export type TrayItem =
  | { readonly kind: 'separator' }
  | { readonly kind: 'text'; readonly label: string }
  | { readonly kind: 'action'; readonly label: string; readonly action: TrayAction }
  | {
      readonly kind: 'checkbox' | 'radio';
      readonly label: string;
      readonly checked: boolean;
      readonly enabled: boolean;
      readonly action: TrayAction;
    }
  | { readonly kind: 'submenu'; readonly label: string; readonly items: readonly TrayItem[] };

export interface TrayModel {
  /** The icon's shape says the state; colour is the bar's. */
  readonly icon: RoutingState;
  readonly tooltip: string;
  readonly items: readonly TrayItem[];
}

export interface TrayContext {
  readonly language: Language;
  readonly homeFolder: string;
  /** For the clock time of the last error; tests name one. */
  readonly timeZone?: string;
}

const separator: TrayItem = { kind: 'separator' };

/** The whole tray from the status: order and words as in the design, nothing of Electron in it. */
export function trayModel(status: AppStatus, context: TrayContext): TrayModel {
  const { language } = context;
  const say = (key: Parameters<typeof translate<keyof typeof tray.en>>[2], values = {}): string =>
    translate(tray, language, key, values);
  const state = say(status.routing);
  const address = status.address === null ? '' : ` ${status.address.host}:${status.address.port}`;
  const reason = reasonText(status, language);
  const launch: TrayItem[] = status.recentFolders.map((folder) => ({
    kind: 'action',
    label: shortFolder(folder, context.homeFolder),
    action: { type: 'launch', folder },
  }));
  if (launch.length > 0) launch.push(separator);
  launch.push({ kind: 'action', label: say('chooseFolder'), action: { type: 'choose-folder' } });
  const isOn = status.routing === 'on' || status.routing === 'degraded';
  return {
    icon: status.routing,
    tooltip: [
      `Switchyard: ${state}`,
      ...(reason === null ? [] : [reason]),
      todayLine(status, language),
    ].join('\n'),
    items: [
      {
        kind: 'checkbox',
        label: `${state}${address}`,
        checked: isOn,
        enabled: status.routing !== 'starting',
        action: { type: 'set-routing', on: !isOn },
      },
      ...(reason === null ? [] : [{ kind: 'text', label: reason } as const]),
      separator,
      { kind: 'submenu', label: say('launch'), items: launch },
      {
        kind: 'submenu',
        label: say('profile'),
        items: status.profiles.map((profile) => ({
          kind: 'radio',
          label: profile.name,
          checked: profile.id === status.activeProfile,
          enabled: true,
          action: { type: 'set-profile', profileId: profile.id },
        })),
      },
      separator,
      { kind: 'text', label: todayLine(status, language) },
      ...errorItems(status, context),
      separator,
      { kind: 'action', label: say('open'), action: { type: 'open' } },
      { kind: 'action', label: say('settings'), action: { type: 'settings' } },
      separator,
      { kind: 'action', label: say('quit'), action: { type: 'quit' } },
    ],
  };
}

function todayLine(status: AppStatus, language: Language): string {
  const { today } = status;
  if (today.requests === 0) return translate(tray, language, 'todayNone');
  const spent = formatUsdTotal(today.spentNanoUsd);
  if (today.unpriced > 0)
    return translate(tray, language, 'todayUnpriced', { spent, count: today.unpriced });
  if (today.savedNanoUsd === 0) return translate(tray, language, 'todaySpent', { spent });
  return translate(tray, language, 'todaySaved', {
    spent,
    saved: formatUsdTotal(today.savedNanoUsd),
    model: baselineWord(status.baselineModel),
  });
}

function errorItems(status: AppStatus, context: TrayContext): readonly TrayItem[] {
  const { lastError } = status;
  if (lastError === null) return [];
  const time = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    ...(context.timeZone === undefined ? {} : { timeZone: context.timeZone }),
  }).format(lastError.at);
  return [
    {
      kind: 'action',
      label: translate(tray, context.language, 'lastProblem', {
        time,
        model: lastError.model.replace(/^claude-/, ''),
        outcome: translate(outcomeWords, context.language, `outcome-${lastError.outcome}`),
      }),
      action: { type: 'open-error', exchangeId: lastError.exchangeId },
    },
  ];
}

function shortFolder(folder: string, home: string): string {
  if (folder === home) return '~';
  return folder.startsWith(`${home}/`) ? `~${folder.slice(home.length)}` : folder;
}
