import { tierOf } from '../../../shared/domain/model-tier.ts';
import type { RequestFacts } from '../../../shared/domain/request-facts.ts';
import type { RuleVerdict } from '../../../shared/domain/route-plan.ts';
import { explainRules } from '../../../shared/domain/rule-match.ts';
import type { RequestKind, Rule } from '../../../shared/domain/rule.ts';

/** The request that "Which rule matches?" asks about, as typed. */
export interface DescribedRequest {
  readonly kind: RequestKind;
  readonly model: string;
  readonly tokens: string;
  readonly tools: string;
  readonly project: string;
  readonly images: boolean;
}

export const exampleRequest: DescribedRequest = {
  kind: 'background',
  model: 'claude-haiku-4-5',
  tokens: '1840',
  tools: '0',
  project: '',
  images: false,
};

/** The facts that the gateway would read from such a request; what is not asked for takes Claude Code's usual value. */
export function factsOf(request: DescribedRequest, now: Date): RequestFacts {
  const count = Math.min(countOf(request.tools), 512);
  return {
    kinds: kindsOf(request),
    model: request.model.trim(),
    tier: tierOf(request.model),
    inputTokens: countOf(request.tokens),
    thinking: request.kind === 'thinking',
    effort: null,
    toolNames: Array.from({ length: count }, (_, index) => `Tool${String(index + 1)}`),
    images: request.images || request.kind === 'image',
    stream: true,
    project: request.project.trim() === '' ? null : request.project.trim(),
    client: 'claude-code',
    sessionId: null,
    tag: null,
    minuteOfDay: now.getHours() * 60 + now.getMinutes(),
  };
}

/** Thinking and long context come on top of the main conversation; the others stand alone. */
function kindsOf({ kind, images }: DescribedRequest): readonly RequestKind[] {
  const kinds: RequestKind[] =
    kind === 'thinking' || kind === 'long-context' || kind === 'image' ? ['main', kind] : [kind];
  if (images && !kinds.includes('image')) kinds.push('image');
  return kinds;
}

function countOf(text: string): number {
  const value = Number(text.replaceAll(/[\s,]/g, ''));
  return Number.isFinite(value) && value > 0 ? Math.floor(value) : 0;
}

export interface ExplainedRule {
  readonly rule: Rule;
  readonly place: number;
  /** `not-asked`: an earlier rule took it. */
  readonly verdict: 'taken' | 'no-match' | 'off' | 'not-asked' | 'off-after';
  /** The gateway's own verdict, with its reason; what it was not asked for says nothing. */
  readonly decided: RuleVerdict;
}

/** Every rule's verdict, as the gateway would reach it: after the first match nothing is asked any more. */
export function explain(rules: readonly Rule[], facts: RequestFacts): readonly ExplainedRule[] {
  const verdicts = explainRules(rules, facts);
  const taken = verdicts.findIndex((verdict) => verdict.matched);
  return verdicts.flatMap((decided, index): readonly ExplainedRule[] => {
    const rule = rules[index];
    if (rule === undefined) return [];
    const isAfter = taken >= 0 && index > taken;
    const place = index + 1;
    if (index === taken) return [{ rule, place, verdict: 'taken', decided }];
    if (!rule.enabled) return [{ rule, place, verdict: isAfter ? 'off-after' : 'off', decided }];
    return [{ rule, place, verdict: isAfter ? 'not-asked' : 'no-match', decided }];
  });
}
