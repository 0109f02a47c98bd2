import type { Condition, Rule, TargetSpec } from '../../shared/domain/rule.ts';
import { splitTarget } from './ccr-target.ts';
import type { ModelOptions } from './ccr-target.ts';
import { newerRules } from './ccr-version-3.ts';
import { ruleOf } from './draft.ts';
import type { Draft } from './draft.ts';
import { countOf, fieldsOf, textOf, textsOf } from './reading.ts';
import type { Fields } from './reading.ts';

/** What claude-code-router takes where `longContextThreshold` is not set. */
const DEFAULT_THRESHOLD = 60_000;

interface Slot {
  readonly key: string;
  readonly rules: readonly {
    readonly id: string;
    readonly name: string;
    readonly when: Condition;
  }[];
}

/**
 * Its router as rules, in the order in which it decides itself: image agent, long context, haiku, web search, thinking,
 * default. `provider,model` and the subagent tag need no rule; the gateway reads both before any.
 */
function slotsFor(threshold: number): readonly Slot[] {
  return [
    { key: 'image', rules: [{ id: 'image', name: 'Images', when: { kind: ['image'] } }] },
    {
      key: 'longContext',
      rules: [
        // It sends there what is over the threshold; our range includes its ends.
        { id: 'long-context', name: 'Long context', when: { inputTokens: { min: threshold + 1 } } },
      ],
    },
    {
      key: 'background',
      rules: [
        // It knows background work by the model alone; newer clients ask for it by other models too.
        { id: 'background', name: 'Background', when: { kind: ['background'] } },
        { id: 'background-haiku', name: 'Haiku', when: { model: ['*claude*haiku*'] } },
      ],
    },
    {
      key: 'webSearch',
      rules: [{ id: 'web-search', name: 'Web search', when: { kind: ['web-search'] } }],
    },
    { key: 'think', rules: [{ id: 'think', name: 'Thinking', when: { kind: ['thinking'] } }] },
    { key: 'default', rules: [{ id: 'default', name: 'Everything else', when: {} }] },
  ];
}

export function ccrRules(config: Fields, options: ModelOptions, draft: Draft): readonly Rule[] {
  const router = fieldsOf(config['Router']);
  const fallback = fieldsOf(config['fallback']);
  const threshold = countOf(router['longContextThreshold']) ?? DEFAULT_THRESHOLD;
  const scenario = slotsFor(threshold).flatMap(({ key, rules }) => {
    const names = [textOf(router[key]), ...textsOf(fallback[key])];
    const targets = names.flatMap((name, index) => {
      const path = index === 0 ? `Router.${key}` : `fallback.${key}[${String(index - 1)}]`;
      return targetOf(name, path, options, draft);
    });
    if (targets.length === 0) return [];
    return rules.map(({ id, name, when }) => ruleOf(id, name, when, targets));
  });
  if (textOf(router['image']) !== '') draft.lose('Router.image', 'image-agent');
  const known = slotsFor(threshold).map(({ key }) => key);
  draft.loseUnknown(
    router,
    `${known.join(' ')} longContextThreshold custom rules fallback builtInRules`,
    'Router.',
  );
  draft.loseUnknown(fallback, known.join(' '), 'fallback.');
  if (textOf(router['custom']) !== '') draft.lose('Router.custom', 'script');
  return [...newerRules(router, draft), ...scenario];
}

function targetOf(
  text: string,
  path: string,
  options: ModelOptions,
  draft: Draft,
): readonly TargetSpec[] {
  if (text === '') return [];
  const { provider: name, model } = splitTarget(text);
  const provider = draft.providerNamed(name);
  if (provider === undefined || model === '') {
    draft.lose(path, 'unknown-target', name);
    return [];
  }
  return [{ provider, model, ...options(provider, model) }];
}
