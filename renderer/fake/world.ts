import type { ExchangeBodies } from '../../shared/domain/bodies.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import type { ExchangeRow } from '../../shared/domain/exchange.ts';
import type { GatewayHealth } from '../../shared/domain/gateway-health.ts';
import type { HarView } from '../../shared/domain/har.ts';
import type { LabRun } from '../../shared/domain/lab.ts';
import type { LaunchPlan } from '../../shared/domain/launch.ts';
import type { Preferences } from '../../shared/domain/preferences.ts';
import type { ProviderView } from '../../shared/domain/provider-view.ts';
import type { RequestFacts } from '../../shared/domain/request-facts.ts';
import type { Profile, Rule } from '../../shared/domain/rule.ts';
import type { AppStatus } from '../../shared/domain/status.ts';
import type { ImportOffer } from '../../shared/domain/transfer.ts';
import type { IpcError } from '../../shared/ipc/descriptors.ts';

/** The world behind the fake: tests set it up and read it, the api changes it. */
export interface FakeWorld {
  readonly now: number;
  status: AppStatus;
  preferences: Preferences;
  providers: ProviderView[];
  health: GatewayHealth;
  rules: readonly Rule[];
  lock: Profile['lock'];
  privateRanges: readonly string[];
  /** What every past request was routed by. */
  pastFacts: RequestFacts;
  rows: ExchangeRow[];
  /** What was kept of bodies by request: the store searches that, and not what a row shows. */
  readonly keptTexts: Map<string, string>;
  offer: ImportOffer | null;
  /** What the file holds that is chosen next; null: none is chosen. */
  har: HarView | null;
  /** What every request is answered with. */
  bodies: ExchangeBodies | null;
  runs: LabRun[];
  plan: Partial<LaunchPlan>;
  /** Every call as `group.method` with its input; a secret is counted, never kept. */
  readonly calls: { readonly method: string; readonly input: unknown }[];
  /** Answers this instead of the usual reply for `group.method`, until removed. */
  readonly failures: Map<string, IpcError>;
}

/** What Launch would do in this folder. */
export function planFor(folder: string, world: FakeWorld): LaunchPlan {
  return {
    folder,
    command: `cd ${folder} && claude --settings ~/.config/switchyard/launch/atlas.json`,
    settingsFile: '~/.config/switchyard/launch/atlas.json',
    terminal: 'Ghostty',
    claudePath: '~/.local/bin/claude',
    credential: 'login',
    problem: null,
    ...world.plan,
  };
}

/** The configuration file of this world. */
export function exported(world: FakeWorld): Configuration {
  return {
    version: 1,
    listen: { host: '127.0.0.1', port: 3456 },
    routing: true,
    activeProfile: 'hybrid',
    baseline: { provider: 'anthropic', model: 'claude-sonnet-4-6' },
    native: { baseUrl: 'https://api.anthropic.com' },
    privateRanges: [...world.privateRanges],
    providers: world.providers.map((known) => known.draft),
    profiles: [{ id: 'hybrid', name: 'Hybrid', lock: null, rules: [...world.rules] }],
  };
}
