import type { ExchangeBodies } from '../shared/domain/bodies.ts';
import type { GatewayHealth } from '../shared/domain/gateway-health.ts';
import type { LabRun } from '../shared/domain/lab.ts';
import type { TrialProgress } from '../shared/domain/past-trial.ts';
import type { Preferences } from '../shared/domain/preferences.ts';
import { preferencesSchema } from '../shared/domain/preferences.ts';
import type { ProviderView } from '../shared/domain/provider-view.ts';
import type { ReplayPush } from '../shared/domain/replay.ts';
import type { AppStatus } from '../shared/domain/status.ts';
import type { ProfileView, TrafficBatch } from '../shared/ipc/contract.ts';
import type { ImportOffer } from '../shared/domain/transfer.ts';
import type { Reply } from '../shared/ipc/descriptors.ts';
import type { Api } from './bridge.ts';
import { fakeCosts } from './fake/costs.ts';
import { fakeHealth, withoutHealth } from './fake/health.ts';
import { fakeLabProgress, fakeLabRuns } from './fake/lab.ts';
import { fakeDiscovered, fakeProviders, keyInfo, viewOf, withKey } from './fake/providers.ts';
import { fakeModelHealth } from './fake/model-health.ts';
import { fakeBudget, fakePreparation, fakeRun } from './fake/replay.ts';
import { fakeProfiles } from './fake/profiles.ts';
import { fakeFacts, fakeHits, fakeRules, fakeTrial } from './fake/rules.ts';
import { fakeStatus } from './fake/status.ts';
import { fakeDetail, fakeRow, fakeTraffic } from './fake/traffic.ts';
import { fakeMatches, fakePage } from './fake/traffic-pages.ts';
import { fakePreview } from './fake/transfer.ts';
import { exported, planFor, type FakeWorld } from './fake/world.ts';

export interface FakeApi extends Api {
  readonly world: FakeWorld;
  readonly push: {
    status(status: AppStatus): void;
    traffic(batch: TrafficBatch): void;
    lab(run: LabRun): void;
    offer(offer: ImportOffer): void;
    replay(push: ReplayPush): void;
    trialProgress(progress: TrialProgress): void;
    navigate(page: string, exchangeId: string | null): void;
  };
}

const noBodies: ExchangeBodies = {
  method: 'POST',
  path: '/v1/messages',
  headers: {},
  request: null,
  response: null,
};

/** Another program has it. */
const TAKEN_PORT = 8080;

/** A whole `window.api` in memory, with believable data. For tests and for looking at pages in a plain browser. */
export function createFakeApi(overrides: Partial<FakeWorld> = {}): FakeApi {
  const now = overrides.now ?? Date.now();
  const world: FakeWorld = {
    now,
    status: fakeStatus(now),
    preferences: preferencesSchema.parse({ firstRunDone: true, language: 'en' }),
    providers: fakeProviders(now),
    health: fakeHealth(now),
    rules: fakeRules,
    lock: null,
    privateRanges: [],
    pastFacts: fakeFacts,
    keptTexts: new Map(),
    rows: fakeTraffic(now),
    bodies: null,
    har: null,
    offer: null,
    runs: fakeLabRuns(now),
    plan: {},
    calls: [],
    failures: new Map(),
    ...overrides,
  };
  const listeners = {
    status: channel<AppStatus>(),
    preferences: channel<Preferences>(),
    providers: channel<readonly ProviderView[]>(),
    health: channel<GatewayHealth>(),
    offered: channel<null>(),
    rules: channel<ProfileView>(),
    trialProgress: channel<TrialProgress>(),
    traffic: channel<TrafficBatch>(),
    lab: channel<LabRun>(),
    replay: channel<ReplayPush>(),
    navigate: channel<{ readonly page: string; readonly exchangeId: string | null }>(),
  };
  const answer = <T>(method: string, input: unknown, work: () => T): Promise<Reply<T>> => {
    world.calls.push({ method, input });
    const error = world.failures.get(method);
    return Promise.resolve(
      error === undefined ? { ok: true, value: work() } : { ok: false, error },
    );
  };
  const changeProviders = (views: ProviderView[]): void => {
    world.providers = views;
    listeners.providers.send(views);
  };
  const changeStatus = (patch: Partial<AppStatus>): AppStatus => {
    world.status = { ...world.status, ...patch };
    listeners.status.send(world.status);
    return world.status;
  };
  const view = (): ProfileView => ({
    profile: { id: 'hybrid', name: 'Hybrid', lock: world.lock, rules: [...world.rules] },
    revision: 41,
    hits: fakeHits(now),
  });

  return {
    world,
    push: {
      status: (status) => void changeStatus(status),
      traffic: listeners.traffic.send,
      lab: listeners.lab.send,
      offer: (offer) => {
        world.offer = offer;
        listeners.offered.send(null);
      },
      replay: listeners.replay.send,
      trialProgress: listeners.trialProgress.send,
      navigate: (page, exchangeId) => listeners.navigate.send({ page, exchangeId }),
    },
    app: {
      status: () => answer('app.status', null, () => world.status),
      statusChanged: listeners.status.listen,
      setRouting: (input) =>
        answer('app.setRouting', input, () => changeStatus({ routing: input.on ? 'on' : 'off' })),
      setProfile: (input) =>
        answer('app.setProfile', input, () => changeStatus({ activeProfile: input.profileId })),
      copyText: (input) => answer('app.copyText', input, () => null),
      openDocs: (input) => answer('app.openDocs', input, () => null),
      navigate: listeners.navigate.listen,
      setBaseline: (input) => answer('app.setBaseline', input, () => input),
      setPort: ({ port }) =>
        answer('app.setPort', { port }, () =>
          port === TAKEN_PORT
            ? { moved: false, reason: { code: 'port-in-use', detail: String(port) } }
            : {
                moved: true,
                status: changeStatus({
                  address: { host: '127.0.0.1', port: port === 0 ? 49_152 : port },
                }),
              },
        ),
      exportConfiguration: () => answer('app.exportConfiguration', null, () => exported(world)),
      setPrivateRanges: (input) =>
        answer('app.setPrivateRanges', input, () => {
          world.privateRanges = input.ranges;
          return world.privateRanges;
        }),
    },
    preferences: {
      get: () => answer('preferences.get', null, () => world.preferences),
      set: (patch) =>
        answer('preferences.set', patch, () => {
          world.preferences = preferencesSchema.parse({ ...world.preferences, ...patch });
          listeners.preferences.send(world.preferences);
          return world.preferences;
        }),
      changed: listeners.preferences.listen,
    },
    providers: {
      list: () => answer('providers.list', null, () => world.providers),
      save: (input) =>
        answer('providers.save', input, () => {
          const old = world.providers.find((known) => known.id === input.provider.id);
          const saved = { ...old, ...viewOf(input.provider, old?.keys ?? []) };
          const others = world.providers.filter((known) => known.id !== saved.id);
          changeProviders(
            old === undefined
              ? [...others, saved]
              : world.providers.map((known) => (known.id === saved.id ? saved : known)),
          );
          return saved;
        }),
      remove: (input) =>
        answer('providers.remove', input, () => {
          changeProviders(world.providers.filter((known) => known.id !== input.providerId));
          return null;
        }),
      test: (input) =>
        answer('providers.test', input, () => ({
          verdict: 'works',
          model: input.model ?? 'the-first-model',
          at: now,
          durationMs: 412,
          costNanoUsd: 3100,
          detail: '',
        })),
      fetchModels: (input) =>
        answer(
          'providers.fetchModels',
          input,
          () => world.providers.find(({ id }) => id === input.providerId)?.resolved.models ?? [],
        ),
      discover: () => answer('providers.discover', null, () => fakeDiscovered),
      changed: listeners.providers.listen,
    },
    keys: {
      store: ({ providerId, keyId, secret }) =>
        answer('keys.store', { providerId, keyId, secretLength: secret.length }, () => {
          const info = keyInfo(providerId, keyId, secret.slice(-4));
          changeProviders(withKey(world.providers, providerId, keyId, info));
          return null;
        }),
      remove: ({ providerId, keyId }) =>
        answer('keys.remove', { providerId, keyId }, () => {
          changeProviders(withKey(world.providers, providerId, keyId, null));
          return null;
        }),
      recheck: () => answer('keys.recheck', null, () => changeStatus({ keychain: 'ready' })),
    },
    health: {
      view: () => answer('health.view', null, () => world.health),
      reset: (input) =>
        answer('health.reset', input, () => {
          world.health = withoutHealth(world.health, input.providerId, input.keyId);
          return world.health;
        }),
      changed: listeners.health.listen,
    },
    profiles: fakeProfiles(world, answer, changeStatus, () => listeners.rules.send(view())),
    rules: {
      view: (input) => answer('rules.view', input, view),
      save: (input) =>
        answer('rules.save', input, () => {
          world.rules = input.rules;
          listeners.rules.send(view());
          return view();
        }),
      changed: listeners.rules.listen,
      readRequest: (input) => answer('rules.readRequest', input, () => fakeFacts),
      tryOnPast: (input) => answer('rules.tryOnPast', input, () => fakeTrial(now, input.days)),
      stopTrial: () => answer('rules.stopTrial', null, () => null),
      lockEffect: (input) =>
        answer('rules.lockEffect', input, () => ({
          blocked: input.rules.filter(({ then }) => !('refuse' in then)).map(({ id }) => id),
          shortened: [],
          privateRanges: world.privateRanges,
        })),
      trialProgress: listeners.trialProgress.listen,
    },
    traffic: {
      list: (input) => answer('traffic.list', input, () => fakePage(world, '', input).rows),
      page: (input) => answer('traffic.page', input, () => fakePage(world, input.filter, input)),
      whichMatch: (input) =>
        answer('traffic.whichMatch', input, () => fakeMatches(world, input.filter, input)),
      detail: (input) =>
        answer('traffic.detail', input, () => ({
          ...fakeDetail(world.rows.find((row) => row.id === input.exchangeId) ?? fakeRow(0, now)),
          facts: world.pastFacts,
        })),
      bodies: (input) => answer('traffic.bodies', input, () => world.bodies),
      export: (input) =>
        answer('traffic.export', input, () => ({ written: input.exchangeIds.length })),
      deleteBodies: () => answer('traffic.deleteBodies', null, () => ({ deleted: 3 })),
      deleteEverything: () => answer('traffic.deleteEverything', null, () => ({ deleted: 41 })),
      modelHealth: (input) => answer('traffic.modelHealth', input, () => fakeModelHealth),
      cancel: (input) => answer('traffic.cancel', input, () => true),
      watch: (input) => answer('traffic.watch', input, () => null),
      batch: listeners.traffic.listen,
    },
    har: {
      open: () =>
        answer('har.open', null, () =>
          world.har === null ? null : { ok: true, value: world.har },
        ),
      entry: (input) =>
        answer('har.entry', input, () => ({
          detail: fakeDetail(
            world.har?.rows.find((row) => row.id === input.exchangeId) ?? fakeRow(0, now),
          ),
          bodies: world.bodies ?? noBodies,
        })),
      close: (input) => answer('har.close', input, () => null),
    },
    replay: {
      prepare: (input) =>
        answer('replay.prepare', input, () => fakePreparation(input, world.bodies)),
      budget: (input) =>
        answer('replay.budget', input, () => fakeBudget(input.targets, input.maxTokens)),
      start: (input) =>
        answer('replay.start', input, () =>
          fakeRun([
            { provider: 'zai', model: 'glm-5.2' },
            { provider: 'ollama', model: 'qwen3:8b' },
          ]),
        ),
      cancel: (input) => answer('replay.cancel', input, () => null),
      close: (input) => answer('replay.close', input, () => null),
      watch: (input) => answer('replay.watch', input, () => null),
      changed: listeners.replay.listen,
    },
    costs: {
      summary: (input) =>
        answer('costs.summary', input, () => fakeCosts(input.from, input.to, input.groupBy)),
    },
    lab: {
      start: (input) =>
        answer('lab.start', input, () => {
          const runId = `lab-${String(world.runs.length + 1)}`;
          fakeLabProgress(runId, input, now).forEach((run, index) =>
            setTimeout(() => listeners.lab.send(run), 300 * (index + 1)),
          );
          return { runId };
        }),
      cancel: (input) => answer('lab.cancel', input, () => null),
      runs: () => answer('lab.runs', null, () => world.runs),
      progress: listeners.lab.listen,
    },
    transfer: {
      preview: () => answer('transfer.preview', null, () => fakePreview),
      apply: (input) =>
        answer('transfer.apply', input, () => ({
          providers: fakePreview.providers.map(({ id }) => id),
          profiles: fakePreview.profiles.map(({ id }) => id),
          keysKept: 'keychain',
        })),
      discard: (input) => answer('transfer.discard', input, () => null),
      share: (input) =>
        answer('transfer.share', input, () => ({ text: '{}\n', link: 'switchyard://import?v=1' })),
      takeOffer: () =>
        answer('transfer.takeOffer', null, () => {
          const { offer } = world;
          world.offer = null;
          return offer;
        }),
      offered: listeners.offered.listen,
    },
    launch: {
      plan: (input) => answer('launch.plan', input, () => planFor(input.folder, world)),
      start: (input) =>
        answer('launch.start', input, () => ({
          started: planFor(input.folder, world).problem === null,
          plan: planFor(input.folder, world),
          detail: '',
        })),
      chooseFolder: () => answer('launch.chooseFolder', null, () => '/home/ana/src/new-project'),
      terminals: () =>
        answer('launch.terminals', null, () => [
          { id: 'ghostty', name: 'Ghostty', available: true },
          { id: 'gnome-terminal', name: 'GNOME Terminal', available: true },
          { id: 'kitty', name: 'kitty', available: false },
        ]),
    },
  };
}

function channel<T>(): {
  readonly send: (payload: T) => void;
  readonly listen: (listener: (payload: T) => void) => () => void;
} {
  const all = new Set<(payload: T) => void>();
  return {
    send: (payload) => all.forEach((listener) => listener(payload)),
    listen: (listener) => {
      all.add(listener);
      return () => void all.delete(listener);
    },
  };
}
