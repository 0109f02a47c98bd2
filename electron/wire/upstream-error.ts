import {
  gatewayError,
  type GatewayError,
  type GatewayErrorCode,
} from '../../shared/domain/gateway-error.ts';
import { readErrorBody, type UpstreamErrorFacts } from './upstream-error-body.ts';

interface Row {
  readonly code: GatewayErrorCode;
  /** Statuses this row may claim; absent: any. */
  readonly statuses?: readonly number[];
  /** Exact `code`, `type` or `status` words of the body, lower-case. */
  readonly codes?: readonly string[];
  readonly words?: RegExp;
}

const CLIENT_ERRORS = [200, 400, 402, 403, 404, 412, 413, 422, 429, 500, 503];

/** Read from the top, first match wins; what no row claims is decided by the status alone. */
const rows: readonly Row[] = [
  {
    // Groq: one request larger than the account's tokens per minute can never succeed there.
    code: 'upstream-too-large',
    statuses: [413, 429],
    words: /request too large|tokens per minute.*requested/i,
  },
  {
    code: 'context-too-long',
    statuses: CLIENT_ERRORS,
    codes: [
      'context_length_exceeded',
      'exceed_context_size_error',
      'model_context_window_exceeded',
      'context_window_exceeded',
      '1261',
    ],
    words:
      /(prompt|input) is too long|maximum context length is (?!.*max_(completion_)?tokens' .*too large)|exceeds?( the)?( available| model'?s?)? (maximum )?context|exceed context limit|context window|context length exceeded|reduce the length of the (messages|prompt|input)|input token count .*exceeds|prompt exceeds max|range of input length should be|input length .*exceed/i,
  },
  {
    code: 'no-credit',
    statuses: CLIENT_ERRORS,
    codes: [
      '1113',
      '1309',
      '1008',
      'insufficient_quota',
      'insufficient_balance',
      'exceeded_current_quota_error',
      'billing_error',
      'arrearage',
      'creditserror',
    ],
    words:
      /insufficient (account )?(balance|credit|fund|quota)|credit balance is too low|not enough credits?|exceeded your current quota|out of credits?|payment required|account .*(arrears|suspended)|no resource package|please recharge|requires more credits|never purchased credits/i,
  },
  {
    code: 'upstream-overloaded',
    codes: [
      'overloaded_error',
      'engine_overloaded_error',
      'overloaded',
      '1305',
      'insufficient_system_resource',
      'modelnotreadyexception',
    ],
  },
  {
    code: 'upstream-rate-limited',
    codes: [
      'rate_limit_error',
      'rate_limit_exceeded',
      'rate_limit_reached_error',
      'resource_exhausted',
      'too_many_requests',
      'throttlingexception',
      '1302',
      '1303',
      '1308',
      '1310',
      '2056',
    ],
  },
  {
    code: 'key-forbidden',
    codes: ['access_terminated_error', 'permission_error', 'permission_denied', '1313'],
  },
  {
    code: 'key-rejected',
    codes: [
      'authentication_error',
      'invalid_api_key',
      'unauthenticated',
      'unauthorized',
      '1000',
      '1001',
      '1002',
      '1003',
      '1004',
      '2049',
    ],
  },
  {
    code: 'key-rejected',
    statuses: [200, 400, 403],
    words:
      /(invalid|incorrect|expired|missing|unknown) api[- ]?key|api key (is )?(not valid|expired|invalid)/i,
  },
  {
    code: 'model-not-found',
    statuses: [200, 400, 403, 404, 422],
    codes: ['model_not_found', 'model_not_exist', 'modelerror', '1211'],
    words:
      /model[^.]{0,120}(does not exist|not found|not exist|is not a valid model|not supported for this)|(unknown|invalid|no such) model|not a valid model id|no endpoints found/i,
  },
];

const byStatus: Readonly<Record<number, GatewayErrorCode>> = {
  401: 'key-rejected',
  402: 'no-credit',
  403: 'key-forbidden',
  404: 'model-not-found',
  407: 'upstream-failed',
  408: 'upstream-timeout',
  413: 'upstream-too-large',
  429: 'upstream-rate-limited',
  498: 'upstream-overloaded',
  503: 'upstream-overloaded',
  504: 'upstream-timeout',
  524: 'upstream-timeout',
  529: 'upstream-overloaded',
};

/** Waiting does not help these; without the hint the client retries a 401 for three minutes. */
const permanent: readonly GatewayErrorCode[] = [
  'key-rejected',
  'key-forbidden',
  'no-credit',
  'model-not-found',
];

/**
 * An upstream's failure as a row of the error table, read from the body first and from the status second. The
 * message holds provider and the upstream's own words (keys redacted); a too long prompt is put in Anthropic's own
 * phrase, which makes the client compact. `status` 200 stands for an error inside a good answer.
 */
export function classifyUpstreamError(
  status: number,
  body: string,
  providerName: string,
): GatewayError {
  const facts = readErrorBody(status, body);
  const code = codeFor(status, facts);
  const waiting =
    facts.retryAfterSeconds !== null &&
    (code === 'upstream-rate-limited' || code === 'upstream-overloaded')
      ? { retryAfterSeconds: facts.retryAfterSeconds }
      : {};
  const hint = permanent.includes(code) ? { shouldRetry: false } : {};
  // Another provider may well take what is too large for this one's account.
  const retry = code === 'upstream-too-large' ? { retry: 'next-target' as const } : {};
  return gatewayError(code, sentence(code, facts.message, providerName), {
    ...waiting,
    ...hint,
    ...retry,
  });
}

function codeFor(status: number, facts: UpstreamErrorFacts): GatewayErrorCode {
  const row = rows.find(
    ({ statuses, codes, words }) =>
      (statuses === undefined || statuses.includes(status)) &&
      ((codes?.some((code) => facts.codes.includes(code)) ?? false) ||
        (words?.test(facts.message) ?? false)),
  );
  if (row) return row.code;
  if (byStatus[status]) return byStatus[status];
  if (status >= 400 && status < 500) return 'upstream-rejected';
  if (status >= 500) return 'upstream-failed';
  return codeInside(facts);
}

/** Inside a 200 the body's own number is the status, when it has one. */
function codeInside(facts: UpstreamErrorFacts): GatewayErrorCode {
  const inner = facts.codes.map(Number).find((code) => code >= 400 && code < 600);
  if (inner !== undefined) return codeFor(inner, facts);
  return facts.codes.some((code) => code.includes('invalid_request') || code === 'tool_use_failed')
    ? 'upstream-rejected'
    : 'upstream-failed';
}

function sentence(code: GatewayErrorCode, words: string, providerName: string): string {
  if (code === 'context-too-long') return tooLongSentence(words, providerName);
  // The client looks for phrases of its own in a 400, so the upstream's words come first there.
  if (code === 'upstream-rejected') return `${withClientsPhrase(words)} (${providerName})`;
  return `${providerName}: ${words}`;
}

/**
 * What the client gives up by itself when it is told in these very words, and how other servers put the same: system
 * turns become text, adaptive thinking becomes a budget.
 */
const clientsPhrases: readonly { readonly phrase: string; readonly others: RegExp }[] = [
  {
    phrase: "role 'system' is not supported on this model",
    others:
      /unexpected role ["'`]?system|system (role|messages?) (is|are) not (supported|allowed)|\brole\b.{0,40}(input should be|must be|should be) (one of )?\[?["'`]?(user|assistant)\b|invalid role:? ["'`]?system/i,
  },
  {
    phrase: 'adaptive thinking is not supported on this model',
    others:
      /thinking\.?type.{0,60}(input should be|must be|should be) (one of )?\[?["'`]?(enabled|disabled)\b|thinking.{0,40}["'`]?adaptive["'`]? (is )?(not |un)(supported|allowed|valid)|(invalid|unknown|unsupported) (value|type|variant).{0,20}adaptive/i,
  },
];

function withClientsPhrase(words: string): string {
  const known = clientsPhrases.find(({ others }) => others.test(words));
  return known === undefined || words.startsWith(known.phrase)
    ? words
    : `${known.phrase}: ${words}`;
}

/** `prompt is too long: N tokens > M maximum` is what starts the client's compaction; it reads the numbers. */
function tooLongSentence(words: string, providerName: string): string {
  if (/prompt is too long: [\d,]+ tokens > [\d,]+/i.test(words))
    return `${words} (${providerName})`;
  const numbers = [...words.matchAll(/\d[\d,_]{2,}/g)]
    .map(([digits]) => Number(digits.replace(/[,_]/g, '')))
    .filter((value) => value >= 512);
  const most = Math.max(...numbers);
  const least = Math.min(...numbers);
  const figures = numbers.length >= 2 && most > least ? `: ${most} tokens > ${least} maximum` : '';
  return `prompt is too long${figures} (${providerName}: ${words})`;
}
