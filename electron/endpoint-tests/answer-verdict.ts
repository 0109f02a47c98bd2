import type { ProviderTestVerdict } from '../../shared/domain/provider-view.ts';
import type { LabWire } from './addresses.ts';
import { decodeAnswer } from './dialect.ts';
import type { EndpointAnswer, EndpointFailure } from './http.ts';
import { errorWords } from './words.ts';

const CREDIT =
  /insufficient[_ ](?:quota|balance|credit|funds)|credit balance|out of credit|no credit|exceeded your current quota|billing|payment required|余额|balance (?:is )?(?:too low|not enough)|recharge|arrears/i;
const KEY =
  /api[ _-]?key|x-api-key|invalid.{0,20}(?:token|credential)|unauthori[sz]ed|authentication|authorization header/i;
const MODEL_MISSING =
  /model.{0,120}(?:not (?:found|exist|supported|available|a valid)|does ?n[o']t exist|no access|not have access|try pulling)|(?:unknown|invalid|unsupported|no such) model|model_not_found|not a valid model|no endpoints found for/i;
/** The one token went into thinking: the request was understood and served. */
const LIMIT_REACHED = /output limit was reached|max_tokens or model output limit/i;

/**
 * What a one-token answer means. Reads the body as well as the status, because a status alone misleads: 400 and 429
 * for an empty account, 200 around an error, 404 for an unknown model.
 */
export function readVerdict(
  wire: LabWire,
  answer: EndpointAnswer,
  hasSecret: boolean,
): { readonly verdict: ProviderTestVerdict; readonly words: string } {
  const words = errorWords(answer.json) ?? textOf(answer);
  if (answer.status < 300) {
    if (decodeAnswer(wire, answer.json) !== null) return { verdict: 'works', words: '' };
    return {
      verdict: byWords(words, hasSecret) ?? 'not-this-wire',
      words: words || 'an empty answer',
    };
  }
  const verdict = byStatus(answer, words, hasSecret);
  return { verdict, words: verdict === 'works' ? '' : words || `HTTP ${answer.status}` };
}

function byStatus(answer: EndpointAnswer, words: string, hasSecret: boolean): ProviderTestVerdict {
  const { status } = answer;
  const isRefusal = status === 401 || status === 403;
  // A proxy's 502 is a failure of what stands behind it; any other page is another service.
  if (isWebPage(answer) && !isRefusal) return status >= 500 ? 'failed' : 'not-this-wire';
  if (LIMIT_REACHED.test(words)) return 'works';
  if (CREDIT.test(words)) return 'no-credit';
  if (status === 403 && MODEL_MISSING.test(words)) return 'model-not-found';
  if (isRefusal) return hasSecret ? 'key-rejected' : 'key-missing';
  if (status === 404 && /model/i.test(words)) return 'model-not-found';
  return verdictByStatus[status] ?? byWords(words, hasSecret) ?? byClass(status);
}

/** What neither words nor table explain; a redirect is another service. */
function byClass(status: number): ProviderTestVerdict {
  return status < 400 ? 'not-this-wire' : 'failed';
}

const verdictByStatus: Readonly<Record<number, ProviderTestVerdict>> = {
  402: 'no-credit',
  404: 'not-this-wire',
  405: 'not-this-wire',
  429: 'rate-limited',
  501: 'not-this-wire',
};

function byWords(words: string, hasSecret: boolean): ProviderTestVerdict | null {
  if (CREDIT.test(words)) return 'no-credit';
  if (MODEL_MISSING.test(words)) return 'model-not-found';
  if (KEY.test(words)) return hasSecret ? 'key-rejected' : 'key-missing';
  return null;
}

export function isWebPage(answer: EndpointAnswer): boolean {
  return answer.contentType.includes('text/html') || /^\s*<(?:!doctype|html)/i.test(answer.text);
}

/** A page's title says more than its markup. */
function textOf(answer: EndpointAnswer): string {
  if (!isWebPage(answer)) return answer.text;
  const title = /<title[^>]*>([^<]{1,120})/i.exec(answer.text)?.[1]?.trim();
  return title === undefined ? 'a web page' : `a web page: ${title}`;
}

export function verdictOfFailure(failure: EndpointFailure): ProviderTestVerdict {
  if (failure.kind === 'timeout') return 'timeout';
  if (failure.kind === 'unreachable') return 'unreachable';
  return 'failed';
}
