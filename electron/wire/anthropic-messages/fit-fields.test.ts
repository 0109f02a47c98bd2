import { describe, expect, test } from 'vitest';
import type { Quirk } from '../../../shared/domain/quirk.ts';
import type { MessagesRequest } from '../../../shared/wire/messages.ts';
import { fitRequest } from './fit-request.ts';

/** Every change as a pair, since `undefined` takes a field out, and every loss with its reason. */
function fit(request: object, ...quirks: Quirk[]) {
  const whole = { model: 'm', messages: [{ role: 'user', content: 'hi' }], ...request };
  const target = { quirks, model: 'm', isClaude: false, mayReturn: () => true };
  const { changes, dropped } = fitRequest(whole as MessagesRequest, target);
  return { changes: [...changes], dropped };
}
const nothing = { changes: [], dropped: [] };
const plain = { name: 'Read', input_schema: {} };
const deferred = { ...plain, defer_loading: true };
const search = { name: 'web_search', type: 'web_search_20250305' };
const placeholder = { name: 'DeferredToolPlaceholder', defer_loading: true };
const atAnthropic = (index: number) => ({
  path: `tools[${index}]`,
  why: 'the server tool web_search_20250305 runs at Anthropic only',
});

test.each(['context_management', 'service_tier', 'container', 'mcp_servers', 'speed'])(
  '%s goes with its reason where it is not known, and stays elsewhere',
  (field) => {
    expect(fit({ [field]: 'x' }, 'no-anthropic-extras')).toEqual({
      changes: [[field, undefined]],
      dropped: [{ path: field, why: 'this provider has no such field' }],
    });
    expect(fit({ [field]: 'x' })).toEqual(nothing);
  },
);

test('a plain request has nothing to change, whatever the vendor is like', () => {
  expect(fit({}, 'no-anthropic-extras', 'temperature-above-zero', 'no-tool-choice')).toEqual(
    nothing,
  );
});

describe('temperature where 0 is refused', () => {
  test.each([0, 0.005])('%d is raised', (temperature) => {
    expect(fit({ temperature }, 'temperature-above-zero')).toEqual({
      changes: [['temperature', 0.01]],
      dropped: [{ path: 'temperature', why: 'raised to 0.01: 0 is refused' }],
    });
  });

  test.each([0.01, 0.5, 1, undefined])('%s stays', (temperature) => {
    expect(fit({ temperature }, 'temperature-above-zero')).toEqual(nothing);
  });
});

describe('tools', () => {
  test.each<[string, readonly object[], readonly object[], readonly object[]]>([
    ['a deferred one is sent whole', [deferred], [plain], []],
    ['a deferred one among others', [deferred, plain], [plain, plain], []],
    ['one deferred no more', [{ ...plain, defer_loading: false }], [plain], []],
    ['a server tool goes from the end', [plain, search], [plain], [atAnthropic(1)]],
    [
      'a server tool goes from the front',
      [search, deferred, plain],
      [plain, plain],
      [atAnthropic(0)],
    ],
    [
      'the placeholder goes',
      [plain, placeholder],
      [plain],
      [{ path: 'tools[1]', why: 'a placeholder of the client that is never called' }],
    ],
  ])('%s', (_name, tools, kept, dropped) => {
    const asked = { tools, tool_choice: { type: 'auto' } };
    expect(fit(asked, 'no-anthropic-extras')).toEqual({ changes: [['tools', kept]], dropped });
    expect(fit(asked)).toEqual(nothing);
  });

  test.each<[string, readonly object[]]>([
    ['plain ones', [plain, { ...plain, name: 'Write' }]],
    ['those that say that they are plain', [{ ...plain, type: 'custom' }]],
    ["one that only bears the placeholder's name", [{ ...plain, name: placeholder.name }]],
    ['none', []],
  ])('%s stay as they are', (_name, tools) => {
    expect(fit({ tools }, 'no-anthropic-extras')).toEqual(nothing);
  });

  test('where none is left the choice goes with them, whatever it was', () => {
    const asked = { tools: [search], tool_choice: { type: 'any' } };
    expect(fit(asked, 'no-anthropic-extras', 'no-tool-choice')).toEqual({
      changes: [
        ['tools', undefined],
        ['tool_choice', undefined],
      ],
      dropped: [atAnthropic(0)],
    });
  });
});

describe('tool_choice', () => {
  test.each([
    ['auto', []],
    ['any', [{ path: 'tool_choice', why: 'this provider knows no tool choice' }]],
    ['none', [{ path: 'tool_choice', why: 'this provider knows no tool choice' }]],
  ])('%s where there is none', (type, dropped) => {
    expect(fit({ tool_choice: { type } }, 'no-tool-choice')).toEqual({
      changes: [['tool_choice', undefined]],
      dropped,
    });
  });

  test.each([
    [{ type: 'any' }, 'any'],
    [{ type: 'tool', name: 'Read' }, 'tool'],
  ])('%j where none can be forced', (tool_choice, type) => {
    expect(fit({ tool_choice }, 'tool-choice-auto-only')).toEqual({
      changes: [['tool_choice', { type: 'auto' }]],
      dropped: [{ path: 'tool_choice', why: `no forced choice here: auto, not ${type}` }],
    });
    expect(fit({ tool_choice })).toEqual(nothing);
  });

  test.each(['auto', 'none'])('%s is no forced one', (type) => {
    expect(fit({ tool_choice: { type } }, 'tool-choice-auto-only')).toEqual(nothing);
  });
});
