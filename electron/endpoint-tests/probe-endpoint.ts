import type { ProbeResult } from '../../shared/domain/lab.ts';
import { isLabWire, labWires, type LabWire } from './addresses.ts';
import { isWebPage, readVerdict } from './answer-verdict.ts';
import { contextOf } from './context-facts.ts';
import { listModels, type ListedModels } from './list-models.ts';
import { askOneToken, type OneTokenAnswer } from './one-token.ts';
import { CONTEXT_NEEDED_TOKENS } from './probes.ts';
import { identifyServer, serverNames, type Server } from './servers.ts';
import type { LabSession } from './session.ts';
import { redactWords } from './words.ts';

export type ProbeOutcome = Pick<ProbeResult, 'outcome' | 'code' | 'values'>;

const REACH_TIMEOUT_MS = 10_000;
/** The first token of a cold model waits for its load from disk. */
const ONE_TOKEN_TIMEOUT_MS = 120_000;
/** Asked where no model is known yet; any answer but a web page shows that a model server listens. */
const UNKNOWN_MODEL = 'unknown';

export function outcome(
  kind: ProbeResult['outcome'],
  code: string,
  values: ProbeResult['values'] = {},
): ProbeOutcome {
  return { outcome: kind, code, values };
}

export async function probeReachable(session: LabSession): Promise<ProbeOutcome> {
  const { client, addresses, signal, credential } = session;
  const wire = candidates(session)[0];
  const reply = await client.ask({
    method: 'GET',
    url: addresses.models[wire],
    headers: session.headers(wire),
    timeoutMs: REACH_TIMEOUT_MS,
    signal,
  });
  if (!reply.ok) {
    const detail = redactWords(reply.error.detail, credential.secret);
    return reply.error.kind === 'timeout'
      ? outcome('fail', 'timed-out', { timeoutMs: REACH_TIMEOUT_MS })
      : outcome('fail', 'unreachable', { detail });
  }
  if (isWebPage(reply.value) && !(await speaksAnyWire(session))) {
    return outcome('fail', 'html-answer', { status: reply.value.status });
  }
  return outcome('pass', 'reachable', { latencyMs: reply.value.durationMs });
}

/** A web page in place of the list may stand before a real endpoint; the operations themselves decide. */
async function speaksAnyWire(session: LabSession): Promise<boolean> {
  for (const wire of candidates(session)) {
    const { verdict } = await oneToken(session, wire, session.request.model ?? UNKNOWN_MODEL);
    if (!['not-this-wire', 'unreachable', 'timeout', 'failed'].includes(verdict)) return true;
  }
  return false;
}

/** Messages first: what passes untouched loses nothing, so that is the wire the gateway would use. */
function candidates(session: LabSession): readonly [LabWire, ...LabWire[]] {
  const { wire } = session.request;
  return isLabWire(wire) ? [wire] : labWires;
}

/** Since when each server speaks Messages, or calls tools for Gemma 4. */
const neededVersions: Partial<Record<Server['kind'], { version: string; reason: string }>> = {
  ollama: { version: '0.14.0', reason: '/v1/messages' },
  vllm: { version: '0.19.0', reason: 'gemma4 tools' },
};

export async function probeVersion(session: LabSession): Promise<ProbeOutcome> {
  const { client, addresses, signal, facts } = session;
  const headers = session.headers('openai-chat');
  const server = await identifyServer(client, addresses.root, { headers, signal });
  facts.server = server;
  if (server === null) return outcome('skipped', 'version-unknown');
  const name = serverNames[server.kind];
  if (server.version === null)
    return outcome('pass', 'version-known', { server: name, version: '' });
  const values = { server: name, version: server.version };
  const needed = neededVersions[server.kind];
  if (needed !== undefined && isOlder(server.version, needed.version)) {
    return outcome('warn', 'version-old', {
      ...values,
      needed: needed.version,
      reason: needed.reason,
    });
  }
  return outcome('pass', 'version-known', values);
}

/** By major and minor; a version that is no number is never called old. */
export function isOlder(version: string, needed: string): boolean {
  const read = (text: string) => /^v?(\d+)\.(\d+)/.exec(text)?.slice(1).map(Number);
  const [major, minor] = read(version) ?? [];
  const [neededMajor, neededMinor] = read(needed) ?? [];
  if (major === undefined || minor === undefined) return false;
  if (neededMajor === undefined || neededMinor === undefined) return false;
  return major < neededMajor || (major === neededMajor && minor < neededMinor);
}

export async function probeModels(session: LabSession): Promise<ProbeOutcome> {
  const { client, addresses, signal, facts, request } = session;
  const wire = candidates(session)[0];
  const listed = await listModels(client, {
    root: addresses.root,
    modelsUrl: addresses.models[wire],
    headers: session.headers(wire),
    signal,
    server: facts.server,
  });
  const models = listed.kind === 'models' ? listed.models : [];
  const model = request.model ?? models[0]?.id ?? null;
  facts.model = model;
  if (model === null) return noModels(session, wire, listed);
  if (models.length === 0) return outcome('warn', 'models-unlisted', { model });
  if (!models.some(({ id }) => id === model || id === `${model}:latest`)) {
    return outcome('warn', 'model-unlisted', { model });
  }
  return outcome('pass', 'models-listed', { count: models.length, model });
}

/** A list that is refused for the key's sake says so, rather than that there are no models. */
function noModels(session: LabSession, wire: LabWire, listed: ListedModels): ProbeOutcome {
  const { secret } = session.credential;
  if (listed.kind !== 'answer') return outcome('fail', 'models-none');
  const { verdict, words } = readVerdict(wire, listed.answer, secret !== null);
  return ['key-missing', 'key-rejected', 'no-credit', 'rate-limited'].includes(verdict)
    ? outcome('fail', verdict, { detail: redactWords(words, secret) })
    : outcome('fail', 'models-none');
}

export async function probeOneToken(session: LabSession): Promise<ProbeOutcome> {
  const { facts, request } = session;
  const model = facts.model ?? UNKNOWN_MODEL;
  if (request.wire !== 'auto' && !isLabWire(request.wire)) {
    return outcome('fail', 'not-this-wire', { wire: request.wire, detail: 'cannot be tested yet' });
  }
  const spoken: LabWire[] = [];
  let first: OneTokenAnswer | null = null;
  let failure: { wire: LabWire; answer: OneTokenAnswer } | null = null;
  for (const wire of candidates(session)) {
    const answer = await oneToken(session, wire, model);
    if (answer.verdict === 'works') {
      spoken.push(wire);
      first ??= answer;
    } else if (failure === null || failure.answer.verdict === 'not-this-wire') {
      failure = { wire, answer };
    }
  }
  facts.wire = spoken[0] ?? null;
  if (first !== null) {
    return outcome('pass', 'answered', { durationMs: first.durationMs, wires: spoken.join(', ') });
  }
  return failure === null
    ? outcome('fail', 'failed', { detail: '' })
    : wordFailure(failure.wire, failure.answer, model);
}

function oneToken(session: LabSession, wire: LabWire, model: string): Promise<OneTokenAnswer> {
  return askOneToken(session.client, {
    wire,
    url: session.addresses.operation[wire],
    headers: session.headers(wire),
    model,
    secret: session.credential.secret,
    timeoutMs: ONE_TOKEN_TIMEOUT_MS,
    signal: session.signal,
  });
}

function wordFailure(wire: LabWire, answer: OneTokenAnswer, model: string): ProbeOutcome {
  const { verdict, detail } = answer;
  if (verdict === 'timeout') {
    return outcome('fail', 'timed-out', { timeoutMs: ONE_TOKEN_TIMEOUT_MS });
  }
  return outcome('fail', verdict, { detail, model, wire });
}

export async function probeContext(session: LabSession): Promise<ProbeOutcome> {
  const { client, addresses, signal, facts } = session;
  if (facts.model === null) return outcome('skipped', 'context-unknown');
  const wire = facts.wire ?? 'openai-chat';
  const context = await contextOf(
    client,
    {
      root: addresses.root,
      modelsUrl: addresses.models[wire],
      headers: session.headers(wire),
      signal,
      server: facts.server,
    },
    facts.model,
  );
  facts.context = context;
  const { effectiveTokens: contextTokens, maxTokens } = context;
  if (contextTokens === null) return outcome('skipped', 'context-unknown');
  const isSmall = contextTokens < CONTEXT_NEEDED_TOKENS;
  const isReduced = maxTokens !== null && contextTokens < maxTokens;
  if (isSmall && isReduced && facts.server?.kind === 'ollama') {
    const remedy = `OLLAMA_CONTEXT_LENGTH=${Math.min(maxTokens, 65_536)}`;
    return outcome('warn', 'context-cut', { contextTokens, maxTokens, remedy });
  }
  if (isSmall) {
    return outcome('warn', 'context-small', { contextTokens, neededTokens: CONTEXT_NEEDED_TOKENS });
  }
  return isReduced
    ? outcome('pass', 'context-reduced', { contextTokens, maxTokens })
    : outcome('pass', 'context-known', { contextTokens });
}
