import { answerParts } from '../../shared/domain/exchange.ts';
import { isNamedEnd, namedEndNames, namedEnds, type Outcome } from '../../shared/domain/outcome.ts';
import { requestKinds } from '../../shared/domain/rule.ts';
import type {
  ChoiceKey,
  FilterTerm,
  Mark,
  NumberKey,
  NumberTest,
  TextKey,
  TimeSpan,
  Trait,
} from '../../shared/domain/traffic-filter.ts';
import { isRated } from './model-health.ts';

/** A condition over a row of `exchanges`, with the values of its question marks. */
export interface SqlCondition {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

/**
 * What `matchesTraffic` says of a row in memory, said of stored rows. Two things differ: `text` looks at what is kept of
 * the bodies, and letters beyond ASCII are compared in either case only where a value has four of them or fewer.
 */
export function toSql(terms: readonly FilterTerm[]): SqlCondition {
  const parts = terms.map((term) => {
    const { sql, values } = conditionOf(term);
    // Every row has its time; left bare, it is looked up in the index.
    if (term.type === 'time') return { sql: term.negated ? `NOT ${sql}` : sql, values };
    // A row that lacks the figure holds none, so a negated term lets it through: unknown is no.
    const isHeld = `coalesce(${sql}, 0)`;
    return { sql: term.negated ? `NOT ${isHeld}` : isHeld, values };
  });
  return joined(parts, 'AND');
}

/** Four letters beyond ASCII that have cases, each either way; of the rest the case as typed. */
const MAX_SPELLINGS = 16;

function conditionOf(term: FilterTerm): SqlCondition {
  if (term.type === 'text' && term.key === 'text')
    return anyOf([...term.values.map(inBodies), columnCondition(term)]);
  return columnCondition(term);
}

/** The index knows runs of three characters; what is shorter is looked for in each text. */
function inBodies(value: string): SqlCondition {
  const letters = Array.from(value);
  if (letters.length < 3)
    return {
      sql: 'id IN (SELECT exchange_id FROM body_texts WHERE instr(lower(text), ?) > 0)',
      values: [letters.map(asciiLower).join('')],
    };
  return {
    sql: 'id IN (SELECT exchange_id FROM body_texts WHERE body_texts MATCH ?)',
    values: [`text : "${value.replaceAll('"', '""')}"`],
  };
}

function columnCondition(term: FilterTerm): SqlCondition {
  switch (term.type) {
    case 'word':
      return hasWord(term.word);
    case 'text':
      return anyOf(
        term.values.flatMap((value) =>
          textColumns[term.key].map((column) =>
            term.exact ? { sql: `${column} = ?`, values: [value] } : contains(column, value),
          ),
        ),
      );
    case 'choice':
      return anyOf(
        term.values.map((value) =>
          term.exact ? { sql: 'kind = ?', values: [value] } : chosen(term.key, value),
        ),
      );
    case 'time':
      return anyOf(term.spans.map(startedIn));
    case 'number':
      return anyOf(term.tests.map((test) => compared(figures[term.key], test)));
  }
}

const textColumns: Readonly<Record<TextKey, readonly string[]>> = {
  model: ['asked_model', 'sent_model'],
  asked: ['asked_model'],
  sent: ['sent_model'],
  provider: ['provider'],
  project: ['project'],
  rule: ['rule'],
  profile: ['profile'],
  error: ['error_code', 'error_message'],
  session: ['session_id'],
  id: ['id'],
  text: ['error_message'],
};

/** Where a word without a key is looked for. */
const wordColumns: readonly string[] = [
  ...['asked_model', 'sent_model', 'provider', 'project', 'rule', 'error_code', 'error_message'],
  ...['id', 'state'],
];

function hasWord(word: string): SqlCondition {
  const lower = word.toLowerCase();
  const items = (column: string, all: readonly string[]): readonly SqlCondition[] =>
    all.filter((item) => item.includes(lower)).map((item) => hasItem(column, item));
  return anyOf([
    ...wordColumns.map((column) => contains(column, word)),
    ...namedEndNames.filter((name) => name.includes(lower)).map(inState),
    ...items('kinds', requestKinds),
    ...items('answer_parts', answerParts),
  ]);
}

function chosen(key: ChoiceKey, value: string): SqlCondition {
  switch (key) {
    case 'state':
      return inState(value as Outcome);
    case 'client':
      return { sql: `${key} = ?`, values: [value] };
    case 'kind':
      return hasItem('kinds', value);
    case 'basis':
      return { sql: 'price_basis = ?', values: [value] };
    case 'has':
      return traitConditions[value as Trait];
    case 'is':
      return markConditions[value as Mark];
  }
}

/** A state with all its ends, or one end of it. */
function inState(outcome: Outcome): SqlCondition {
  if (!isNamedEnd(outcome)) return { sql: 'state = ?', values: [outcome] };
  const { states, code } = namedEnds[outcome];
  const places = states.map(() => '?').join(', ');
  return { sql: `(state IN (${places}) AND error_code = ?)`, values: [...states, code] };
}

const traitConditions: Readonly<Record<Trait, SqlCondition>> = {
  text: hasItem('answer_parts', 'text'),
  thinking: hasItem('answer_parts', 'thinking'),
  tool_use: hasItem('answer_parts', 'tool_use'),
  image: hasItem('kinds', 'image'),
  cache: { sql: 'cache_read_tokens > 0', values: [] },
  error: { sql: '(error_code IS NOT NULL OR error_message IS NOT NULL)', values: [] },
  retry: { sql: 'attempts > 1', values: [] },
  failover: { sql: 'targets > 1', values: [] },
  fault: { sql: `faults <> ''`, values: [] },
  price: { sql: 'cost_nano_usd IS NOT NULL', values: [] },
  baseline: { sql: 'baseline_nano_usd IS NOT NULL', values: [] },
  rule: { sql: 'rule IS NOT NULL', values: [] },
  project: { sql: 'project IS NOT NULL', values: [] },
};

const markConditions: Readonly<Record<Mark, SqlCondition>> = {
  replay: { sql: 'replay = 1', values: [] },
  estimated: { sql: 'estimated = 1', values: [] },
  unmatched: { sql: 'unmatched = 1', values: [] },
  rated: { sql: `(${isRated})`, values: [] },
};

function startedIn({ from, to }: TimeSpan): SqlCondition {
  const parts: SqlCondition[] = [];
  if (from !== null) parts.push({ sql: 'started_at >= ?', values: [from] });
  if (to !== null) parts.push({ sql: 'started_at < ?', values: [to] });
  return joined(parts, 'AND');
}

const promptTokens = `CASE WHEN input_tokens IS NULL THEN estimated_input_tokens
  ELSE input_tokens + cache_read_tokens + cache_write_5m_tokens + cache_write_1h_tokens END`;
const answerTokens = 'coalesce(output_tokens, output_so_far)';

const figures: Readonly<Record<NumberKey, string>> = {
  cost: 'cost_nano_usd',
  saved: 'baseline_nano_usd - cost_nano_usd',
  ttft: 'first_token_ms',
  duration: 'duration_ms',
  tokens: `(${promptTokens}) + ${answerTokens}`,
  in: promptTokens,
  cached: 'cache_read_tokens',
  out: answerTokens,
  rate: `CASE WHEN duration_ms - first_token_ms >= 50
    THEN output_tokens * 1000.0 / (duration_ms - first_token_ms) END`,
  attempts: 'attempts',
  status: 'status',
};

function compared(figure: string, test: NumberTest): SqlCondition {
  if (test.operator === '..')
    return { sql: `(${figure}) BETWEEN ? AND ?`, values: [test.from, test.to] };
  return { sql: `(${figure}) ${test.operator} ?`, values: [test.value] };
}

/** An item of a list kept as JSON. */
function hasItem(column: string, value: string): SqlCondition {
  return { sql: `instr(${column}, ?) > 0`, values: [JSON.stringify(value)] };
}

/** SQLite's `lower` knows ASCII only, so other letters are asked for in each spelling. */
function contains(column: string, value: string): SqlCondition {
  let spellings = [''];
  for (const letter of value) {
    const cases = spellings.length < MAX_SPELLINGS ? casesOf(letter) : [asciiLower(letter)];
    spellings = spellings.flatMap((start) => cases.map((each) => start + each));
  }
  return anyOf(
    spellings.map((text) => ({ sql: `instr(lower(${column}), ?) > 0`, values: [text] })),
  );
}

function casesOf(letter: string): readonly string[] {
  if (letter <= '\u007F') return [asciiLower(letter)];
  return [...new Set([letter.toLowerCase(), letter.toUpperCase()])];
}

function asciiLower(letter: string): string {
  return letter <= '\u007F' ? letter.toLowerCase() : letter;
}

function anyOf(conditions: readonly SqlCondition[]): SqlCondition {
  return joined(conditions, 'OR');
}

/** In halves: SQLite takes no expression that is deeper than a thousand. */
function joined(conditions: readonly SqlCondition[], by: 'AND' | 'OR'): SqlCondition {
  const [first, ...rest] = conditions;
  if (first === undefined) return { sql: by === 'AND' ? '1' : '0', values: [] };
  if (rest.length === 0) return first;
  const half = Math.ceil(conditions.length / 2);
  const [low, high] = [conditions.slice(0, half), conditions.slice(half)].map((part) =>
    joined(part, by),
  ) as [SqlCondition, SqlCondition];
  return { sql: `(${low.sql} ${by} ${high.sql})`, values: [...low.values, ...high.values] };
}
