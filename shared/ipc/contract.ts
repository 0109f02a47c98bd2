import type { ModelHealth } from '../domain/answer-health.ts';
import type { ExchangeBodies, ExportFormat } from '../domain/bodies.ts';
import type { Configuration } from '../domain/configuration.ts';
import type { CostGrouping, CostSummary } from '../domain/cost.ts';
import type { ExchangeDetail, ExchangeRow } from '../domain/exchange.ts';
import type { GatewayHealth } from '../domain/gateway-health.ts';
import type { KeyRef } from '../domain/ids.ts';
import type { HarEntry, HarOpening } from '../domain/har.ts';
import type { LabRequest, LabRun } from '../domain/lab.ts';
import type { LaunchPlan, LaunchResult, TerminalChoice } from '../domain/launch.ts';
import type { LockEffect } from '../domain/lock-effect.ts';
import type { PastTrial, TrialDays, TrialProgress } from '../domain/past-trial.ts';
import type { Preferences, PreferencesPatch } from '../domain/preferences.ts';
import type {
  DiscoveredEndpoint,
  ProviderTestResult,
  ProviderView,
} from '../domain/provider-view.ts';
import type { Provider, ProviderModel } from '../domain/provider.ts';
import type { RuleHits } from '../domain/rule-hits.ts';
import type { Profile, Rule } from '../domain/rule.ts';
import type {
  ReplayBudget,
  ReplayPreparation,
  ReplayPush,
  ReplayRun,
  ReplaySource,
  ReplayTarget,
} from '../domain/replay.ts';
import type { RequestFacts } from '../domain/request-facts.ts';
import type { AppStatus, RoutingReason } from '../domain/status.ts';
import type { ShareText } from '../domain/share.ts';
import type { ImportOffer, ImportPreview, ImportResult } from '../domain/transfer.ts';
import { invoke, notify } from './descriptors.ts';

/** Rules of one profile with the revision they were read at, so that two editors cannot overwrite each other. */
export interface ProfileView {
  readonly profile: Profile;
  readonly revision: number;
  /** Hits per rule id and under `NO_RULE`. */
  readonly hits: Readonly<Record<string, RuleHits>>;
}

export interface RemovedProfile {
  readonly profile: Profile;
  readonly place: number;
  readonly wasActive: boolean;
}

export interface TrafficBatch {
  /** Whole rows, newest state; a row replaces the one with the same id. */
  readonly rows: readonly ExchangeRow[];
  /** Rows left out because the batch was full; the list is then read anew. */
  readonly skipped: number;
}

/** Newest first. Rows that share one ms with the last come along, so there may be more than were asked for. */
export interface TrafficPage {
  readonly rows: readonly ExchangeRow[];
  /** There may be older ones. */
  readonly more: boolean;
}

/** `moved` false: nothing changed, and `reason` says why. */
export type PortChange =
  | { readonly moved: true; readonly status: AppStatus }
  | { readonly moved: false; readonly reason: RoutingReason };

/** The table; the channel's name is `group.method`. */
export const contract = {
  app: {
    status: invoke<void, AppStatus>(),
    statusChanged: notify<AppStatus>(),
    setRouting: invoke<{ readonly on: boolean }, AppStatus>(),
    setProfile: invoke<{ readonly profileId: string }, AppStatus>(),
    copyText: invoke<{ readonly text: string }, null>(),
    openDocs: invoke<{ readonly url: string }, null>(),
    /** Main asks the window to show a page (tray's "last error", "Settings"). */
    navigate: notify<{ readonly page: string; readonly exchangeId: string | null }>(),
    exportConfiguration: invoke<void, Configuration>(),
    /** What costs are compared with: a model whose price is known. */
    setBaseline: invoke<Configuration['baseline'], Configuration['baseline']>(),
    /** Another port for the gateway; the old one works on when this one is refused. 0: any that is free. */
    setPort: invoke<{ readonly port: number }, PortChange>(),
    /** Where local-only profiles may go besides this machine; all of them, as they were saved. */
    setPrivateRanges: invoke<{ readonly ranges: readonly string[] }, readonly string[]>(),
  },
  preferences: {
    get: invoke<void, Preferences>(),
    set: invoke<PreferencesPatch, Preferences>(),
    changed: notify<Preferences>(),
  },
  providers: {
    list: invoke<void, readonly ProviderView[]>(),
    save: invoke<{ readonly provider: Provider; readonly isNew: boolean }, ProviderView>(),
    remove: invoke<{ readonly providerId: string }, null>(),
    test: invoke<
      { readonly providerId: string; readonly model: string | null },
      ProviderTestResult
    >(),
    fetchModels: invoke<{ readonly providerId: string }, readonly ProviderModel[]>(),
    discover: invoke<void, readonly DiscoveredEndpoint[]>(),
    changed: notify<readonly ProviderView[]>(),
  },
  keys: {
    /** Straight to the keychain; the reply never carries the secret. */
    store: invoke<KeyRef & { readonly secret: string }, null>(),
    remove: invoke<KeyRef, null>(),
    /** Looks at the keychain again after the user unlocked it. */
    recheck: invoke<void, AppStatus>(),
  },
  health: {
    view: invoke<void, GatewayHealth>(),
    /** Forgets what was learned of a provider, or of one of its keys; `keyId` null: of all of it. */
    reset: invoke<{ readonly providerId: string; readonly keyId: string | null }, GatewayHealth>(),
    /** Gathered: at most twice a second. */
    changed: notify<GatewayHealth>(),
  },
  profiles: {
    /** `place` null: last. `use`: the user switches to it with the same click; else the active one stays. */
    add: invoke<
      { readonly profile: Profile; readonly place: number | null; readonly use: boolean },
      AppStatus
    >(),
    /** Name and lock; what is left out stays. */
    update: invoke<
      {
        readonly profileId: string;
        readonly name?: string | undefined;
        readonly lock?: Profile['lock'] | undefined;
      },
      AppStatus
    >(),
    /** The last profile stays. The active one is followed by the one before it; the reply is what undo needs. */
    remove: invoke<{ readonly profileId: string }, RemovedProfile>(),
  },
  rules: {
    view: invoke<{ readonly profileId: string }, ProfileView>(),
    save: invoke<
      { readonly profileId: string; readonly revision: number; readonly rules: readonly Rule[] },
      ProfileView
    >(),
    changed: notify<ProfileView>(),
    /** What rules would look at in a pasted body of a Messages request; nothing is sent. */
    readRequest: invoke<{ readonly body: string }, RequestFacts>(),
    /** The unsaved rules on the traffic of the last days; null when it was stopped. A new trial stops the one before. */
    tryOnPast: invoke<
      { readonly profileId: string; readonly rules: readonly Rule[]; readonly days: TrialDays },
      PastTrial | null
    >(),
    stopTrial: invoke<void, null>(),
    /** What "local only" would block of these rules, by the gateway's own check of addresses. */
    lockEffect: invoke<{ readonly rules: readonly Rule[] }, LockEffect>(),
    trialProgress: notify<TrialProgress>(),
  },
  traffic: {
    list: invoke<
      { readonly limit: number; readonly before: number | null },
      readonly ExchangeRow[]
    >(),
    /** Older rows too, those for which the filter's text holds; `before` is the `startedAt` of the last row so far. */
    page: invoke<
      { readonly filter: string; readonly limit: number; readonly before: number | null },
      TrafficPage
    >(),
    /** Of these requests, which have ended, those for which the filter's text holds as they are kept, bodies too. */
    whichMatch: invoke<
      { readonly filter: string; readonly exchangeIds: readonly string[] },
      readonly string[]
    >(),
    detail: invoke<{ readonly exchangeId: string }, ExchangeDetail>(),
    /** null where nothing was captured, or it is no longer kept. */
    bodies: invoke<{ readonly exchangeId: string }, ExchangeBodies | null>(),
    /** Main asks where to; `written` null: the user cancelled. */
    export: invoke<
      { readonly exchangeIds: readonly string[]; readonly format: ExportFormat },
      { readonly written: number | null }
    >(),
    deleteBodies: invoke<void, { readonly deleted: number }>(),
    /** Requests, the sums of older ones, and bodies. */
    deleteEverything: invoke<void, { readonly deleted: number }>(),
    /** How each model did in the last so many hours, from requests of one's own. */
    modelHealth: invoke<{ readonly hours: number }, readonly ModelHealth[]>(),
    cancel: invoke<{ readonly exchangeId: string }, boolean>(),
    /** Batches are pushed only while a view asks for them. */
    watch: invoke<{ readonly active: boolean }, null>(),
    batch: notify<TrafficBatch>(),
  },
  /** A HAR file to look at: never stored, never among the app's own requests. */
  har: {
    /** Main asks for the file; null: the user cancelled. The one before is closed. */
    open: invoke<void, HarOpening | null>(),
    entry: invoke<{ readonly harId: string; readonly exchangeId: string }, HarEntry>(),
    close: invoke<{ readonly harId: string }, null>(),
  },
  replay: {
    prepare: invoke<ReplaySource, ReplayPreparation>(),
    /** What sending would cost at most; replaces the budget before. */
    budget: invoke<
      {
        readonly draftId: string;
        readonly maxTokens: number;
        readonly targets: readonly ReplayTarget[];
      },
      ReplayBudget
    >(),
    /** Sends what this budget has shown. */
    start: invoke<{ readonly budgetId: string }, ReplayRun>(),
    /** `side` null: all. */
    cancel: invoke<{ readonly replayId: string; readonly side: number | null }, null>(),
    /** The view is closed; what still runs is cancelled. */
    close: invoke<{ readonly replayId: string }, null>(),
    /** Pushes come only while a view watches; the reply is where they go on from. */
    watch: invoke<{ readonly active: boolean }, ReplayRun | null>(),
    changed: notify<ReplayPush>(),
  },
  costs: {
    summary: invoke<
      { readonly from: number; readonly to: number; readonly groupBy: CostGrouping },
      CostSummary
    >(),
  },
  lab: {
    start: invoke<LabRequest, { readonly runId: string }>(),
    cancel: invoke<{ readonly runId: string }, null>(),
    runs: invoke<void, readonly LabRun[]>(),
    progress: notify<LabRun>(),
  },
  transfer: {
    /** Main asks for the file; null when the user cancelled. Its keys stay in main. */
    preview: invoke<void, ImportPreview | null>(),
    /** Adds what the preview showed; the active profile stays. */
    apply: invoke<{ readonly previewId: string }, ImportResult>(),
    discard: invoke<{ readonly previewId: string }, null>(),
    /** A profile with its providers, or one provider: without keys, headers and variables. */
    share: invoke<{ readonly kind: 'profile' | 'provider'; readonly id: string }, ShareText>(),
    /** What the link holds that was opened last, once; null: none was. Nothing is taken before `apply`. */
    takeOffer: invoke<void, ImportOffer | null>(),
    /** There is an offer to take. */
    offered: notify<null>(),
  },
  launch: {
    plan: invoke<{ readonly folder: string }, LaunchPlan>(),
    start: invoke<{ readonly folder: string }, LaunchResult>(),
    chooseFolder: invoke<void, string | null>(),
    terminals: invoke<void, readonly TerminalChoice[]>(),
  },
} as const;
export type Contract = typeof contract;
