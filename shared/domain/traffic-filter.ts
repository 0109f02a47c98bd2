import { priceBases } from './exchange.ts';
import { outcomes } from './outcome.ts';
import { clientNames, requestKinds } from './rule.ts';

/**
 * Live's filter as data: what the box's text means, for the list in memory and for the store's SQL alike.
 * All terms must hold. Amounts are in the store's units: ms, nanoUSD, tokens, counts.
 */
export type FilterTerm = { readonly negated: boolean } & (
  | {
      /** The text, in any case, somewhere in one of the row's own words. */
      readonly type: 'word';
      readonly word: string;
    }
  | {
      /** One of `values` is part of the key's text, in any case; where `exact` it is the text, letter for letter. */
      readonly type: 'text';
      readonly key: TextKey;
      readonly exact: boolean;
      readonly values: readonly string[];
    }
  | {
      /** The key's value, or one of its values, is one of these. Never empty. */
      readonly type: 'choice';
      readonly key: ChoiceKey;
      /** Of `kind` only: the first of the row's kinds, what it is for, is one of these. */
      readonly exact: boolean;
      readonly values: readonly string[];
    }
  | {
      /** One of the tests holds. A row that lacks the figure holds none, so a negated term lets it through. */
      readonly type: 'number';
      readonly key: NumberKey;
      readonly tests: readonly NumberTest[];
    }
  | {
      /** It began in one of the spans: of `day` local days, of `since` and `until` one that is open to one side. */
      readonly type: 'time';
      readonly key: TimeKey;
      readonly spans: readonly TimeSpan[];
    }
);

/** Epoch ms: `from` lies in it, `to` no longer does; null is open. */
export interface TimeSpan {
  readonly from: number | null;
  readonly to: number | null;
}

export type NumberTest =
  | { readonly operator: '>' | '>=' | '<' | '<='; readonly value: number }
  /** Both ends included. */
  | { readonly operator: '..'; readonly from: number; readonly to: number };

export const textKeys = [
  'model',
  'asked',
  'sent',
  'provider',
  'project',
  'rule',
  'profile',
  'error',
  'session',
  'id',
  'text',
] as const;
export type TextKey = (typeof textKeys)[number];

/** What a row can have; `retry` is a second attempt, `failover` one at another target. */
export const traits = [
  'text',
  'thinking',
  'tool_use',
  'image',
  'cache',
  'error',
  'retry',
  'failover',
  'fault',
  'price',
  'baseline',
  'rule',
  'project',
] as const;
export type Trait = (typeof traits)[number];

/** What sets a row apart: sent again by the user, tokens that are our estimate, no rule held, its model is rated by it. */
export const marks = ['replay', 'estimated', 'unmatched', 'rated'] as const;
export type Mark = (typeof marks)[number];

/**
 * Keys whose values are a closed list; some also take the words of `choiceGroups`. `state` takes states (`cancelled`: by
 * whomever) and ends with a name of their own (`client-left`).
 */
export const choices = {
  state: outcomes,
  kind: requestKinds,
  client: clientNames,
  has: traits,
  is: marks,
  basis: priceBases,
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type ChoiceKey = keyof typeof choices;

/** Words for several values at once; `counted` is what Costs counts. */
export const choiceGroups: {
  readonly [K in ChoiceKey]?: Readonly<Record<string, readonly (typeof choices)[K][number][]>>;
} = {
  state: {
    error: ['failed', 'cut', 'refused'],
    ok: ['complete'],
    running: ['waiting', 'streaming'],
  },
  basis: { counted: ['priced', 'unpriced', 'free', 'subscription', 'hardware'] },
};

/** When a request began. */
export const timeKeys = ['since', 'until', 'day'] as const;
export type TimeKey = (typeof timeKeys)[number];

type Unit = 'usd' | 'time' | 'count';

/** `tokens` is prompt and answer together; `in` the prompt; `rate` tokens per second. */
export const numberKeys = {
  cost: 'usd',
  saved: 'usd',
  ttft: 'time',
  duration: 'time',
  tokens: 'count',
  in: 'count',
  cached: 'count',
  out: 'count',
  rate: 'count',
  attempts: 'count',
  status: 'count',
} as const satisfies Readonly<Record<string, Unit>>;
export type NumberKey = keyof typeof numberKeys;

/** Other names that people try. */
export const keyAliases: Readonly<Record<string, string>> = {
  took: 'duration',
  time: 'duration',
  from: 'since',
  to: 'until',
  date: 'day',
};

export const filterKeys: readonly string[] = [
  ...Object.keys(choices),
  ...timeKeys,
  ...textKeys,
  ...Object.keys(numberKeys),
];

export type FilterProblemCode =
  | 'unknown-key'
  | 'unknown-value'
  | 'not-a-number'
  | 'not-a-time'
  | 'not-a-day'
  | 'one-time'
  | 'not-comparable'
  | 'quote-open'
  | 'too-long';

/** A place in the text that means nothing; its term is left out, the others hold. */
export interface FilterProblem {
  readonly code: FilterProblemCode;
  readonly start: number;
  readonly end: number;
  /** What stands there: the key, or the value. */
  readonly found: string;
}

export interface ParsedFilter {
  readonly terms: readonly FilterTerm[];
  readonly problems: readonly FilterProblem[];
}

/** Longer texts are cut with a problem: a filter is typed, not pasted by the page. */
export const maxFilterLength = 2_000;
