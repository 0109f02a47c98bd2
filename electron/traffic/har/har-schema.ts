import { z } from 'zod';
import { answerFaults } from '../../../shared/domain/answer-health.ts';
import { answerParts, exchangeStates, priceBases } from '../../../shared/domain/exchange.ts';
import { gatewayErrors, type GatewayErrorCode } from '../../../shared/domain/gateway-error.ts';
import { clientNames, requestKinds } from '../../../shared/domain/rule.ts';
import { redact, redactKeys } from '../../../shared/base/redact.ts';

/** Longer names and sentences than any of ours are cut. */
const MAX_WORDS = 4_096;
const MAX_EVENTS = 2_000;
const MAX_ITEMS = 1_000;

/** Characters that could move the cursor of a terminal, or turn a line around, and that no name needs. */
// eslint-disable-next-line no-control-regex
const controls = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g;

/** A stranger's words as one line, without keys. */
export function plainWords(text: string, most = MAX_WORDS): string {
  return redactKeys(text.slice(0, 2 * most))
    .replace(controls, ' ')
    .slice(0, most)
    .trim();
}

const words = z.string().transform((text) => plainWords(text));
const message = words.transform((text) => redact(text));
const name = words.nullable().catch(null);
const count = z.number().int().min(0).max(1e15);
const amount = z.number().min(0).max(1e15);
const maybeAmount = amount.nullable().catch(null);
const epoch = z.number().int().min(0).max(8.64e15);
const errorCode = z
  .enum(Object.keys(gatewayErrors) as [GatewayErrorCode, ...GatewayErrorCode[]])
  .nullable()
  .catch(null);
const status = z.number().int().min(0).max(999).nullable().catch(null);

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };
/** What an earlier version did not write is left out, as it was there. */
function defined<T extends object>(value: T): Defined<T> {
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(entries) as Defined<T>;
}

const row = z
  .object({
    id: z.string().catch(''),
    startedAt: epoch,
    state: z.enum(exchangeStates),
    kinds: z.array(z.enum(requestKinds)).max(requestKinds.length).catch([]),
    client: z.enum(clientNames).catch('other'),
    project: name,
    sessionId: name,
    askedModel: words,
    sentModel: name,
    provider: name,
    profile: name,
    rule: name,
    attempts: count.catch(0),
    targets: count.catch(0),
    stream: z.boolean().catch(false),
    status,
    estimatedInputTokens: count.catch(0),
    usage: z
      .object({
        input: count,
        cacheRead: count,
        cacheWrite5m: count,
        cacheWrite1h: count,
        output: count,
      })
      .nullable()
      .catch(null),
    firstTokenMs: maybeAmount,
    durationMs: maybeAmount,
    costNanoUsd: maybeAmount,
    baselineNanoUsd: maybeAmount,
    priceBasis: z.enum(priceBases).nullable().catch(null),
    textTail: words.catch(''),
    outputSoFar: count.catch(0),
    answerParts: z.array(z.enum(answerParts)).max(answerParts.length).catch([]),
    errorCode,
    errorMessage: message.nullable().catch(null),
    faults: z.array(z.enum(answerFaults)).max(answerFaults.length).optional().catch(undefined),
    toolCalls: count.optional().catch(undefined),
    badToolCalls: count.optional().catch(undefined),
    isEstimated: z.literal(true).optional().catch(undefined),
    replay: z.object({ of: name }).optional().catch(undefined),
    isUnmatched: z.literal(true).optional().catch(undefined),
  })
  .transform(defined);

const attempt = z
  .object({
    provider: words,
    model: words,
    keyId: name,
    startedAtMs: amount,
    durationMs: maybeAmount,
    connectedAtMs: maybeAmount.optional(),
    headersAtMs: maybeAmount.optional(),
    status,
    outcome: z.enum(['running', 'answered', 'failed', 'cancelled', 'blocked']),
    errorCode,
    errorMessage: message.nullable().catch(null),
  })
  .transform(defined);

const events = z
  .array(
    z.object({
      index: count,
      atMs: amount,
      type: words,
      data: z.string().transform((text) => redactKeys(text.slice(0, MAX_WORDS))),
    }),
  )
  .max(MAX_EVENTS);

/** What our own export adds to an entry. Reasons stay the English sentence: as data they are a tree of their own. */
export const ownDetail = z
  .object({
    row,
    trace: z
      .array(z.object({ rule: words, matched: z.boolean(), because: words }))
      .max(MAX_ITEMS)
      .catch([]),
    attempts: z.array(attempt).max(MAX_ITEMS).catch([]),
    dropped: z
      .array(z.object({ path: words, why: words }))
      .max(MAX_ITEMS)
      .catch([]),
    events: events.catch([]),
    eventsLost: count.catch(0),
    upstreamEvents: events.nullable().catch(null),
    upstreamEventsLost: count.catch(0),
  })
  .transform(defined);

const pairs = z.array(z.object({ name: z.string(), value: z.string() })).catch([]);

/** Of an entry as browsers, proxies and we write it: only what is shown. */
export const harEntry = z.object({
  startedDateTime: z.string().max(64),
  time: amount.catch(0),
  request: z.object({
    method: z.string().max(16),
    url: z.string().max(8_192),
    headers: pairs,
    bodySize: z.number().catch(-1),
    postData: z
      .object({ text: z.string().optional(), _isCut: z.boolean().optional().catch(undefined) })
      .optional()
      .catch(undefined),
  }),
  response: z.object({
    status: z.number().int().catch(0),
    headers: pairs,
    content: z
      .object({
        size: z.number().catch(-1),
        mimeType: z.string().catch(''),
        text: z.string().optional(),
        encoding: z.string().optional().catch(undefined),
        _isCut: z.boolean().optional().catch(undefined),
      })
      .catch({ size: -1, mimeType: '' }),
  }),
  timings: z.object({ wait: amount.catch(0) }).catch({ wait: 0 }),
  _switchyard: z.unknown().optional(),
});
export type RawEntry = z.infer<typeof harEntry>;
