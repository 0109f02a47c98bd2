import type { ProviderTestVerdict } from '../../shared/domain/provider-view.ts';
import type { LabWire } from './addresses.ts';
import { readVerdict, verdictOfFailure } from './answer-verdict.ts';
import { decodeAnswer, encodeAsk, type AnswerUsage } from './dialect.ts';
import type { EndpointClient } from './http.ts';
import { redactWords } from './words.ts';

export interface OneTokenAsk {
  readonly wire: LabWire;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly model: string;
  readonly secret: string | null;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface OneTokenAnswer {
  readonly verdict: ProviderTestVerdict;
  /** The upstream's own words, redacted; empty when it works. */
  readonly detail: string;
  readonly usage: AnswerUsage | null;
  readonly durationMs: number;
}

/** OpenAI's reasoning models refuse `max_tokens` by name; the refusal names the other one. */
const NEW_LIMIT_NAME = 'max_completion_tokens';

/** The smallest real request: one word in, one token out, no stream. Asked a second time only for the limit's name. */
export async function askOneToken(
  client: EndpointClient,
  ask: OneTokenAsk,
  newTokenLimitName = false,
): Promise<OneTokenAnswer> {
  const { wire, model, secret } = ask;
  const reply = await client.ask({
    method: 'POST',
    url: ask.url,
    headers: ask.headers,
    body: encodeAsk(wire, { model, prompt: 'Hi', maxTokens: 1, stream: false, newTokenLimitName }),
    timeoutMs: ask.timeoutMs,
    signal: ask.signal,
  });
  if (!reply.ok) {
    return {
      verdict: verdictOfFailure(reply.error),
      detail: redactWords(reply.error.detail, secret),
      usage: null,
      durationMs: 0,
    };
  }
  const answer = reply.value;
  if (answer.status === 400 && !newTokenLimitName && answer.text.includes(NEW_LIMIT_NAME)) {
    return askOneToken(client, ask, true);
  }
  const { verdict, words } = readVerdict(wire, answer, secret !== null);
  return {
    verdict,
    detail: redactWords(words, secret),
    usage: decodeAnswer(wire, answer.json)?.usage ?? null,
    durationMs: answer.durationMs,
  };
}
