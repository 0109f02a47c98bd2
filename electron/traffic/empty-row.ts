import type { ExchangeRow } from '../../shared/domain/exchange.ts';
import { noCost } from './exchange-cost.ts';

/** A request of which nothing is known yet but that it came. */
export const emptyRow: Omit<ExchangeRow, 'id' | 'startedAt'> = {
  state: 'waiting',
  kinds: [],
  client: 'other',
  project: null,
  sessionId: null,
  askedModel: '',
  sentModel: null,
  provider: null,
  profile: null,
  rule: null,
  attempts: 0,
  targets: 0,
  stream: false,
  status: null,
  estimatedInputTokens: 0,
  usage: null,
  firstTokenMs: null,
  durationMs: null,
  ...noCost,
  textTail: '',
  outputSoFar: 0,
  answerParts: [],
  errorCode: null,
  errorMessage: null,
};
