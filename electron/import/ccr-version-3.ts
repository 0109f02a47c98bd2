import { idOfName } from '../../shared/domain/ids.ts';
import type { WireFormat } from '../../shared/domain/provider.ts';
import type { Condition, Rule } from '../../shared/domain/rule.ts';
import { splitTarget } from './ccr-target.ts';
import type { Draft, KeySpec } from './draft.ts';
import { countOf, fieldsOf, firstText, listOf, textOf } from './reading.ts';
import type { Fields } from './reading.ts';

const wiresByProtocol: Readonly<Record<string, WireFormat>> = {
  openai_chat_completions: 'openai-chat',
  openai_responses: 'openai-responses',
  anthropic_messages: 'anthropic-messages',
  gemini_generate_content: 'gemini',
  gemini_interactions: 'gemini',
};

/** What 3.x says about a provider in other fields than 1.x and 2.x; null where it is silent. */
export interface NewerProvider {
  readonly isOff: boolean;
  readonly wire: WireFormat | null;
  readonly isGemini: boolean;
  readonly keys: readonly KeySpec[] | null;
}

export function newerProvider(entry: Fields, path: string, draft: Draft): NewerProvider {
  const protocol = textOf(entry['type']);
  const wire = wiresByProtocol[protocol] ?? null;
  const credentials = listOf(entry['credentials']).map(fieldsOf);
  const keys = credentials.flatMap((credential, index): KeySpec[] => {
    const place = `${path}.credentials[${String(index)}]`;
    if (credential['enabled'] === false) {
      draft.lose(place, 'switched-off');
      return [];
    }
    const priority = countOf(credential['priority']);
    draft.loseUnknown(
      credential,
      'id name label enabled priority api_key apiKey apikey',
      `${place}.`,
    );
    return [
      {
        path: place,
        value: firstText(credential, ['api_key', 'apiKey', 'apikey']),
        ...(priority === undefined ? {} : { limits: { priority } }),
      },
    ];
  });
  if (entry['account'] !== undefined) draft.lose(`${path}.account`, 'no-counterpart');
  return {
    isOff: entry['enabled'] === false,
    wire,
    isGemini: wire === 'gemini',
    keys: keys.length === 0 ? null : keys,
  };
}

/** `Router.rules` of 3.x: one condition each, and a rewrite of the model. */
export function newerRules(router: Fields, draft: Draft): readonly Rule[] {
  const fallback = fieldsOf(router['fallback']);
  const chain = listOf(fallback['models'] ?? fallback['chain']);
  if (chain.length > 0) draft.lose('Router.fallback', 'no-counterpart');
  return listOf(router['rules']).flatMap((value, index): Rule[] => {
    const rule = fieldsOf(value);
    const path = `Router.rules[${String(index)}]`;
    const name = firstText(rule, ['name', 'id']);
    if (textOf(rule['type']) === 'script') {
      draft.lose(path, 'script', name);
      return [];
    }
    const when = conditionOf(fieldsOf(rule['condition']));
    const target = rewrittenModel(rule);
    if (when === null || target === null) {
      draft.lose(path, 'condition', name);
      return [];
    }
    const { provider: named, model } = splitTarget(target);
    const provider = draft.providerNamed(named);
    if (provider === undefined || model === '') {
      draft.lose(path, 'unknown-target', named);
      return [];
    }
    return [
      {
        id: `rule-${String(index + 1)}${idOfName(name) === '' ? '' : `-${idOfName(name)}`}`,
        ...(name === '' ? {} : { name }),
        enabled: rule['enabled'] !== false,
        when,
        then: { strategy: 'failover', targets: [{ provider, model }] },
      },
    ];
  });
}

function rewrittenModel(rule: Fields): string | null {
  const rewrites = listOf(rule['rewrites']).map(fieldsOf);
  const model = rewrites.find(({ key }) => key === 'request.body.model');
  if (model === undefined || rewrites.length > 1) return null;
  return (model['operation'] ?? 'set') === 'set' ? textOf(model['value']) : null;
}

/** Null where no `when` says the same. */
function conditionOf({ left, operator, right }: Fields): Condition | null {
  const value = textOf(right);
  const test = textOf(operator);
  if (left === 'request.body.model') return modelCondition(test, value);
  if (left === 'request.body.thinking.type') {
    const isOn = ['enabled', 'adaptive'].includes(value);
    if (test === '==' && (isOn || value === 'disabled')) return { thinking: isOn };
    return test === '!=' && value === 'disabled' ? { thinking: true } : null;
  }
  if (left === 'request.body.stream' && test === '==') {
    return { stream: right === true || value === 'true' };
  }
  return null;
}

function modelCondition(test: string, value: string): Condition | null {
  // A star in the name itself would match more here than there.
  if (value === '' || value.includes('*')) return null;
  switch (test) {
    case '==':
      return { model: [value] };
    case '!=':
      return { not: { model: [value] } };
    case 'starts-with':
    case 'starts with':
      return { model: [`${value}*`] };
    case 'contains':
      return { model: [`*${value}*`] };
    case 'not-contains':
    case 'not contains':
      return { not: { model: [`*${value}*`] } };
    default:
      return null;
  }
}
