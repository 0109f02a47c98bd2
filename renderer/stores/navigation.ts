import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';

export const pageIds = [
  'overview',
  'routes',
  'live',
  'providers',
  'costs',
  'lab',
  'settings',
] as const;
export type PageId = (typeof pageIds)[number];

/** What a page should show first: an exchange in Live, a provider in Providers, a rule in Routes. */
export interface PageFocus {
  readonly exchangeId?: string;
  readonly providerId?: string;
  /** What Live filters by. */
  readonly filter?: string;
  readonly ruleId?: string;
}

export interface NavigationState {
  readonly page: PageId;
  readonly focus: PageFocus;
  readonly overlay: 'none' | 'palette' | 'first-run' | 'launch' | 'replay';
  readonly launchFolder: string | null;
  /** The exchange that is to be sent again; null: one that is pasted. */
  readonly replayOf: string | null;
  readonly go: (page: PageId, focus?: PageFocus) => void;
  readonly open: (overlay: NavigationState['overlay']) => void;
  /** Shows the launch dialog for a folder; null lets the person choose one. */
  readonly launch: (folder: string | null) => void;
  readonly replay: (exchangeId: string | null) => void;
}
export type NavigationStore = StoreApi<NavigationState>;

export function isPageId(text: string): text is PageId {
  return (pageIds as readonly string[]).includes(text);
}

export function createNavigationStore(page: PageId = 'overview'): NavigationStore {
  return createStore<NavigationState>()((set) => ({
    page,
    focus: {},
    overlay: 'none',
    launchFolder: null,
    replayOf: null,
    go: (next, focus = {}) => set({ page: next, focus, overlay: 'none' }),
    open: (overlay) => set({ overlay }),
    replay: (replayOf) => set({ overlay: 'replay', replayOf }),
    launch: (launchFolder) => set({ overlay: 'launch', launchFolder }),
  }));
}
