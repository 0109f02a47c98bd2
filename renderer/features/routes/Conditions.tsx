import type { ReactNode } from 'react';
import type { Condition } from '../../../shared/domain/rule.ts';
import { routes } from '../../../shared/i18n/routes.ts';
import { vocabulary } from '../../../shared/i18n/vocabulary.ts';
import { formatTokens } from '../../format/tokens.ts';
import { Rich, useMessages, type Translate } from '../../i18n.tsx';
import { conditionChips, rangeText, type ConditionChip } from './condition-chips.ts';

export const conditionWords = {
  kind: 'condKind',
  model: 'condModel',
  tier: 'condTier',
  inputTokens: 'condInputTokens',
  thinking: 'condThinking',
  effort: 'condEffort',
  tools: 'condTools',
  toolNames: 'condToolNames',
  images: 'condImages',
  stream: 'condStream',
  project: 'condProject',
  client: 'condClient',
  time: 'condTime',
  tag: 'condTag',
} as const;

/** The conditions of a rule, name in grey, value in dark; negation follows each language's order. */
export function Conditions(props: { readonly when: Condition }): ReactNode {
  const t = useMessages(routes);
  const chips = conditionChips(props.when);
  if (chips.length === 0) return <span className="chip">{t('always')}</span>;
  return chips.map((chip, index) => <ChipOf key={index} chip={chip} />);
}

function ChipOf(props: { readonly chip: ConditionChip }): ReactNode {
  const { chip } = props;
  const t = useMessages(routes);
  const words = useMessages(vocabulary);
  const text = chipText(chip, t, words);
  if (!chip.negated) return <span className="chip">{text}</span>;
  return (
    <span className="chip neg">
      <span>
        <Rich
          catalog={routes}
          id={chip.key === 'group' ? 'notBoth' : 'notWhat'}
          values={{ what: text }}
        />
      </span>
    </span>
  );
}

type Words = Translate<
  Parameters<ReturnType<typeof useMessages<keyof (typeof vocabulary)['en']>>>[0]
>;
type RouteWords = Translate<keyof (typeof routes)['en']>;

function chipText(chip: ConditionChip, t: RouteWords, words: Words): ReactNode {
  if (chip.key === 'group')
    return chip.chips.map((inner, index) => (
      <span key={index} className="chip-part">
        {chipText(inner, t, words)}
      </span>
    ));
  const name = t(conditionWords[chip.key]);
  const value = chipValue(chip, words);
  if (value === null) return <b>{name}</b>;
  return (
    <>
      {name}{' '}
      {isWorded(chip) ? (
        <b>{value}</b>
      ) : (
        <b dir="ltr" className="isolate">
          {value}
        </b>
      )}
    </>
  );
}

/** Values that are words of the language, not the machine's. */
function isWorded(chip: ConditionChip): boolean {
  return chip.key === 'kind';
}

function chipValue(
  chip: Exclude<ConditionChip, { readonly key: 'group' }>,
  words: Words,
): string | null {
  switch (chip.key) {
    case 'kind':
      return chip.values.map((kind) => words(`kind-${kind}`)).join(words('listSeparator'));
    case 'client':
      return chip.values.map((client) => words(`client-${client as 'codex'}`)).join(', ');
    case 'inputTokens':
      return rangeText(chip.min, chip.max, (value) => formatTokens(value).replace('.0k', 'k'));
    case 'tools':
      return rangeText(chip.min, chip.max, String);
    case 'time':
      return `${chip.from}–${chip.to}`;
    case 'thinking':
    case 'images':
    case 'stream':
    case 'tag':
      return null;
    default:
      return chip.values.join(', ');
  }
}
