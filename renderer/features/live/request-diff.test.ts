import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffLines } from './line-diff.ts';
import { diffRequests, type RequestDiff } from './request-diff.ts';

const tool = (name: string, description = 'x') => ({ name, description, input_schema: {} });
const text = (words: string) => ({ type: 'text', text: words });
const base = {
  model: 'claude-sonnet-4-6',
  max_tokens: 100,
  tools: [tool('Read'), tool('Bash')],
  system: [text('You are here.'), text('Rules:\nbe short')],
  messages: [
    { role: 'user', content: 'hello' },
    { role: 'assistant', content: [text('hi')] },
  ],
};
const diff = async (before: unknown, after: unknown): Promise<RequestDiff> => {
  const found = await diffRequests(JSON.stringify(before), JSON.stringify(after), () =>
    Promise.resolve(),
  );
  if (found === null) throw new Error('no Messages request');
  return found;
};
const seen = ({ changes }: RequestDiff): readonly string[] =>
  Object.values(changes)
    .flat()
    .map(({ kind, path, about }) => `${kind} ${path} ${about}`.trim());

describe('diffRequests', () => {
  test('a conversation that only grew keeps its whole prefix', async () => {
    const grown = {
      ...base,
      messages: [
        ...base.messages,
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: 'ok' }] },
      ],
    };
    const found = await diff(base, grown);
    expect(seen(found)).toEqual(['added messages[2] user · tool_result']);
    expect(found.same).toEqual({ parameters: 2, tools: 2, system: 2, messages: 2 });
    expect(found.breaksAt).toBeNull();
  });

  test('a mark that moved, or a string that became a block, is no change', async () => {
    const marked = {
      ...base,
      system: [base.system[0], { ...base.system[1], cache_control: { type: 'ephemeral' } }],
      messages: [{ role: 'user', content: [text('hello')] }, base.messages[1]],
    };
    expect(await diff(base, marked)).toMatchObject({
      changes: { parameters: [], tools: [], system: [], messages: [] },
      breaksAt: null,
    });
  });

  test.each<[string, object, readonly string[], string | null]>([
    ['another model', { model: 'm' }, ['changed model'], 'model'],
    ['another limit', { max_tokens: 7 }, ['changed max_tokens'], null],
    ['thinking', { thinking: { type: 'enabled' } }, ['added thinking'], 'thinking'],
    [
      'a changed tool',
      { tools: [tool('Read'), tool('Bash', 'y')] },
      ['changed tools[1] Bash'],
      'tools[1]',
    ],
    [
      'a tool put in front',
      { tools: [tool('Web'), tool('Read'), tool('Bash')] },
      ['added tools[0] Web'],
      'tools[0]',
    ],
    // What follows the tools in the prefix has moved, though no tool changed.
    ['a tool at the end', { tools: [...base.tools, tool('Web')] }, ['added tools[2] Web'], 'tools'],
    ['a tool left out', { tools: [tool('Read')] }, ['removed tools[1] Bash'], 'tools[1]'],
    [
      'a changed system block',
      { system: [base.system[0], text('Rules:\nbe long')] },
      ['changed system[1] text'],
      'system[1]',
    ],
    [
      'a rewritten message',
      { messages: [{ role: 'user', content: 'bye' }, base.messages[1]] },
      ['changed messages[0] user · text'],
      'messages[0]',
    ],
    [
      'a shorter conversation',
      { messages: base.messages.slice(0, 1) },
      ['removed messages[1] assistant · text'],
      'messages[1]',
    ],
  ])('%s', async (_, change, changes, breaksAt) => {
    const found = await diff(base, { ...base, ...change });
    expect({ changes: seen(found), breaksAt: found.breaksAt }).toEqual({ changes, breaksAt });
  });

  test('what is no Messages request has no difference', async () => {
    const rest = (): Promise<void> => Promise.resolve();
    expect(await diffRequests('{', JSON.stringify(base), rest)).toBeNull();
    expect(await diffRequests('[]', JSON.stringify(base), rest)).toBeNull();
  });

  test('any two requests: equal ones never differ, and every JSON is taken', async () => {
    const request = fc.record({
      model: fc.string(),
      messages: fc.array(fc.jsonValue(), { maxLength: 4 }),
      tools: fc.jsonValue(),
      system: fc.jsonValue(),
    });
    await fc.assert(
      fc.asyncProperty(request, request, async (a, b) => {
        const own = await diff(a, a);
        expect(seen(own)).toEqual([]);
        expect(own.breaksAt).toBeNull();
        await diff(a, b);
      }),
    );
  });
});

describe('diffLines', () => {
  test('shows what changed with a little of what stayed', () => {
    const before = ['1', '2', '3', 'old', '4', '5', '6'].join('\n');
    const after = ['1', '2', '3', 'new', 'more', '4', '5', '6'].join('\n');
    expect(diffLines(before, after).map(({ sign, text: line }) => sign + line)).toEqual([
      ' 2',
      ' 3',
      '-old',
      '+new',
      '+more',
      ' 4',
      ' 5',
    ]);
  });

  test('taking out and putting in gives the text after, whatever the two are', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(lines, lines, (a, b) => {
        const found = diffLines(a.join('\n'), b.join('\n'));
        if (found.length === 0) expect(a).toEqual(b);
        const count = (sign: string): number => found.filter((each) => each.sign === sign).length;
        expect(a.length - count('-')).toBe(b.length - count('+'));
        const kept = (sign: string): string =>
          found.flatMap((each) => (each.sign === sign ? [] : [each.text])).join('\n');
        if (found.length > 0) expect(b.join('\n')).toContain(kept('-'));
        if (found.length > 0) expect(a.join('\n')).toContain(kept('+'));
      }),
    );
  });
});
