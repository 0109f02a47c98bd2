import { randomBytes, randomUUID } from 'node:crypto';
import type { Configuration } from '../../shared/domain/configuration.ts';
import type {
  ReplayBudget,
  ReplayDraft,
  ReplayPreparation,
  ReplayPush,
  ReplayRun,
  ReplaySource,
  ReplayTarget,
} from '../../shared/domain/replay.ts';
import type { Clock } from '../base/clock.ts';
import { isSameSecret } from '../base/launch-grants.ts';
import type { ClientGrant, Gateway, ReplayGrant } from '../gateway/gateway.ts';
import { ReplayWatch } from '../traffic/replay-watch.ts';
import { budgetLine, DEFAULT_MAX_TOKENS, withMaxTokens } from './replay-budget.ts';
import { sendReplay } from './replay-call.ts';
import { requestOfBodies, requestOfText, type ReplayRequest } from './replay-source.ts';
import type { TrafficPart } from './traffic-part.ts';

export interface ReplayDeskOptions {
  readonly gateway: () => Gateway;
  readonly traffic: () => Pick<TrafficPart, 'bodies' | 'detail'>;
  readonly configuration: () => Configuration;
  readonly clock: Clock;
  readonly onPush: (push: ReplayPush) => void;
}

/** Requests that were prepared and not sent yet; the oldest goes out. */
const MAX_DRAFTS = 4;

interface Budgeted {
  readonly draftId: string;
  readonly budget: ReplayBudget;
}

interface RunningCall {
  readonly sideId: string;
  readonly token: string;
  readonly abort: AbortController;
}

/**
 * Sends a request again, to one target or to two at once, through the gateway's own door: same adapters, same lock, same
 * records. Only what a budget has shown can be sent, and one replay is open at a time.
 */
export class ReplayDesk {
  readonly watch: ReplayWatch;
  readonly #options: ReplayDeskOptions;
  readonly #drafts = new Map<string, ReplayRequest>();
  readonly #grants = new Map<string, ReplayGrant>();
  #budgeted: Budgeted | null = null;
  #running: { readonly replayId: string; readonly calls: readonly RunningCall[] } | null = null;

  constructor(options: ReplayDeskOptions) {
    this.#options = options;
    this.watch = new ReplayWatch(options.onPush);
  }

  /** The grant behind a token of ours; each opens the gateway for one request. */
  authorize(token: string): ClientGrant | null {
    for (const [known, replay] of this.#grants) {
      if (isSameSecret(token, known)) return { project: null, replay };
    }
    return null;
  }

  async prepare(source: ReplaySource): Promise<ReplayPreparation> {
    const read = await this.#read(source);
    if (!read.ok) return { kind: 'problem', ...read.error };
    const draftId = randomUUID();
    this.#drafts.set(draftId, read.value);
    const [oldest] = this.#drafts.keys();
    if (this.#drafts.size > MAX_DRAFTS && oldest !== undefined) this.#drafts.delete(oldest);
    return { kind: 'ready', draft: describe(draftId, read.value) };
  }

  budget(question: {
    readonly draftId: string;
    readonly maxTokens: number;
    readonly targets: readonly ReplayTarget[];
  }): ReplayBudget {
    const { draftId, maxTokens, targets } = question;
    const { body } = this.#draft(draftId);
    const configuration = this.#options.configuration();
    const gateway = this.#options.gateway();
    const at = this.#options.clock.now();
    const lines = targets.map((target) => {
      const inputTokens = gateway.estimateTokens(body, target);
      return budgetLine(target, { body, inputTokens, maxTokens, at }, configuration);
    });
    const budget = { budgetId: randomUUID(), maxTokens, lines };
    this.#budgeted = { draftId, budget };
    return budget;
  }

  /** Sends what the newest budget has shown, once. Throws where the gateway does not listen. */
  start(budgetId: string): ReplayRun {
    const budgeted = this.#budgeted;
    if (budgeted?.budget.budgetId !== budgetId)
      throw new Error('This budget is not the last shown');
    const { address } = this.#options.gateway();
    if (address === null) throw new Error('The gateway does not listen, so nothing can be sent');
    const { draftId, budget } = budgeted;
    const { body, headers, of } = this.#draft(draftId);
    const targets = budget.lines.filter(({ blocked }) => blocked === null);
    if (targets.length === 0) throw new Error('No target may be asked');
    this.#budgeted = null;
    this.#stop();
    const replayId = randomUUID();
    const sides = targets.map(({ target }) => ({ sideId: randomUUID(), target }));
    this.watch.begin({ replayId, draftId }, sides, this.#options.clock.now());
    const text = JSON.stringify(withMaxTokens(body, budget.maxTokens));
    const calls = sides.map(({ sideId, target }) => {
      const abort = new AbortController();
      const token = randomBytes(32).toString('base64url');
      this.#grants.set(token, { id: sideId, of, target });
      void sendReplay({ address, token, headers, body: text, signal: abort.signal }).then(
        (failure) => {
          this.#grants.delete(token);
          if (failure === null) return;
          const state = abort.signal.aborted ? 'cancelled' : 'failed';
          this.watch.failed(sideId, state, failure, this.#options.clock.now());
        },
      );
      return { sideId, token, abort };
    });
    this.#running = { replayId, calls };
    const run = this.watch.run();
    if (run === null) throw new Error('The replay did not begin');
    return run;
  }

  /** `side` null: both. Those that have ended stay as they are. */
  cancel(replayId: string, side: number | null): void {
    const running = this.#running;
    if (running?.replayId !== replayId) return;
    for (const [place, { sideId, token, abort }] of running.calls.entries()) {
      if (side !== null && side !== place) continue;
      if (!this.watch.isRunning(place)) continue;
      // By the gateway's own cancel, so that the record says who stopped it; else it has not come there yet.
      if (this.#options.gateway().cancel(sideId)) continue;
      this.#grants.delete(token);
      abort.abort();
    }
  }

  /** The view is closed: what still runs is cancelled. */
  close(replayId: string): void {
    if (this.#running?.replayId === replayId) this.#stop();
  }

  #stop(): void {
    if (this.#running !== null) this.cancel(this.#running.replayId, null);
    this.#running = null;
    this.watch.end();
  }

  async #read(source: ReplaySource): Promise<ReturnType<typeof requestOfText>> {
    if ('text' in source) return requestOfText(source.text);
    const traffic = this.#options.traffic();
    const [bodies, detail] = await Promise.all([
      traffic.bodies(source.exchangeId),
      traffic.detail(source.exchangeId),
    ]);
    return requestOfBodies(bodies, detail);
  }

  #draft(draftId: string): ReplayRequest {
    const draft = this.#drafts.get(draftId);
    if (draft === undefined)
      throw new Error('This request is no longer held; open the replay anew');
    return draft;
  }
}

function describe(draftId: string, request: ReplayRequest): ReplayDraft {
  const { body, of, isRedacted, recorded } = request;
  return {
    draftId,
    of,
    model: body.model,
    maxTokens: body.max_tokens ?? DEFAULT_MAX_TOKENS,
    messages: body.messages.length,
    tools: body.tools?.length ?? 0,
    isRedacted,
    recorded,
  };
}
