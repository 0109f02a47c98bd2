import type { Outcome } from './outcome.ts';
import type { KeychainState } from './secret-state.ts';

export const routingStates = ['off', 'starting', 'on', 'degraded', 'error'] as const;
export type RoutingState = (typeof routingStates)[number];

/** Why routing is degraded or failed; the window words it, `detail` carries names and the system's own words. */
export interface RoutingReason {
  readonly code:
    'port-in-use' | 'listen-failed' | 'keychain-locked' | 'keychain-absent' | 'provider-failing';
  readonly detail: string;
}

/** Money in nanoUSD. */
export interface TodayFigures {
  readonly requests: number;
  readonly failed: number;
  /** A profile's lock forbade them; not among the failed. */
  readonly blocked: number;
  readonly streaming: number;
  readonly unpriced: number;
  /** Of those in the money: their upstream reported no usage, so tokens and money are estimates. */
  readonly estimated?: number;
  readonly spentNanoUsd: number;
  readonly baselineNanoUsd: number;
  readonly savedNanoUsd: number;
}

/**
 * What becomes of the requests that the store should keep. `newer`: the file is of a newer app and only read; `full`
 * and `failing`: the disk takes nothing, what ended waits and is written later; `restarting`: its thread died and is
 * made anew; `stopped`: it could not be opened, or died too often.
 */
export const storeConditions = [
  'working',
  'newer',
  'full',
  'failing',
  'restarting',
  'stopped',
] as const;
export type StoreCondition = (typeof storeConditions)[number];

export interface StoreState {
  readonly condition: StoreCondition;
  /** Requests that ended since the start and are not kept. */
  readonly dropped: number;
  /** Requests whose bodies were to be kept and are not. */
  readonly droppedBodies: number;
  /** Name of the damaged file that was set aside since the start. */
  readonly setAside: string | null;
}

export const storeWorking: StoreState = {
  condition: 'working',
  dropped: 0,
  droppedBodies: 0,
  setAside: null,
};

/** One truth, made in main, pushed to tray and window together. */
export interface AppStatus {
  readonly routing: RoutingState;
  readonly reason: RoutingReason | null;
  readonly address: { readonly host: string; readonly port: number } | null;
  /** Epoch ms since when the gateway listens without a break. */
  readonly since: number | null;
  readonly activeProfile: string;
  /** What `baselineNanoUsd` and `savedNanoUsd` are counted against. */
  readonly baselineModel: string;
  readonly profiles: readonly { readonly id: string; readonly name: string }[];
  readonly keychain: KeychainState;
  readonly today: TodayFigures;
  readonly store: StoreState;
  readonly lastError: {
    readonly exchangeId: string;
    readonly at: number;
    readonly model: string;
    readonly outcome: Outcome;
  } | null;
  readonly recentFolders: readonly string[];
  /** True while the practice provider is the only one that rules can use. */
  readonly practiceOnly: boolean;
  readonly version: string;
}
