import { afterEach } from 'vitest';
import { anthropicAnswer } from '../../../../e2e/upstream/dialects.ts';
import type { ScriptedUpstream } from '../../../../e2e/upstream/scripted-upstream.ts';
import type { Provider } from '../../../../shared/domain/provider.ts';
import type { Profile } from '../../../../shared/domain/rule.ts';
import { systemClock, type Clock } from '../../../base/clock.ts';
import type { GatewayDependencies } from '../../gateway.ts';
import type { GatewayLimits } from '../../limits.ts';
import { configurationFor, NOBODY, type RawAnswer } from '../../testing.ts';
import { useGateway, useUpstreams, type GatewayInUse } from '../../testing/hooks.ts';

export const good = anthropicAnswer([{ type: 'text', text: 'fine' }]);
export const mainKey = { id: 'main', keychain: true };

const limits: Partial<GatewayLimits> = {
  breakerFailures: 3,
  breakerOpenMs: 30_000,
  retryBackoffMs: 20,
  retryWaitMs: 500,
};

export type Then = Profile['rules'][number]['then'];

export interface Seen {
  readonly asked: readonly [one: number, two: number];
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly provider: string | undefined;
  readonly text: string;
}

/** A gateway of its own for each test, in front of two upstreams that answer well until they are told otherwise. */
export class TwoUpstreams {
  readonly one: ScriptedUpstream;
  readonly two: ScriptedUpstream;
  readonly under: GatewayInUse;
  /** The gateway's clock runs like the real one, so far ahead of it. */
  aheadMs = 0;
  readonly #clock: Clock = {
    now: () => systemClock.now() + this.aheadMs,
    monotonic: () => systemClock.monotonic() + this.aheadMs,
  };

  constructor(upstreams: Readonly<Record<'one' | 'two', ScriptedUpstream>>, under: GatewayInUse) {
    this.one = upstreams.one;
    this.two = upstreams.two;
    this.under = under;
  }

  provider(id: 'one' | 'two', extra: Partial<Provider> = {}): Provider {
    return {
      id,
      name: id.toUpperCase(),
      wire: 'anthropic-messages',
      baseUrl: this[id].url,
      auth: 'bearer',
      keys: [mainKey],
      timeouts: { firstByteMs: 80, idleMs: 80 },
      ...extra,
    };
  }

  async start(
    providers: readonly Provider[],
    then?: Then,
    replaced: Partial<Pick<GatewayDependencies, 'revealKey'>> = {},
  ): Promise<void> {
    await this.under.start(
      configurationFor(NOBODY, providers, then),
      { limits, random: () => 0 },
      { clock: this.#clock, ...replaced },
    );
  }

  send(extra: object = {}, session?: string): Promise<RawAnswer> {
    const headers = session === undefined ? {} : { 'x-claude-code-session-id': session };
    return this.under.send(extra, headers);
  }

  /** One request, and how often it came to each upstream. */
  async seen(extra: object = {}, session?: string): Promise<Seen> {
    const before = [this.one.requests.length, this.two.requests.length] as const;
    const answer = await this.send(extra, session);
    return {
      asked: [this.one.requests.length - before[0], this.two.requests.length - before[1]],
      status: answer.status,
      retryAfter: answer.headers['retry-after'],
      provider: answer.headers['x-switchyard-provider'] as string | undefined,
      text: answer.body.toString(),
    };
  }

  /** What the newest trace says besides the rule. */
  lastNotes(): readonly string[] {
    const trace = this.under.watched.routed.at(-1)?.plan.trace ?? [];
    return trace.filter(({ rule }) => rule !== 'all').map(({ because }) => because);
  }
}

/** Registers the hooks of a test file. */
export function useTwoUpstreams(): TwoUpstreams {
  const world = new TwoUpstreams(useUpstreams({ one: good, two: good }), useGateway());
  afterEach(() => {
    world.aheadMs = 0;
  });
  return world;
}
