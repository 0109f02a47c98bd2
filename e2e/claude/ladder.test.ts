import { beforeAll, describe, expect, test } from 'vitest';
import { errorAnswer } from '../upstream/dialects.ts';
import type { Script } from '../upstream/scripted-upstream.ts';
import { expectOwnNetwork, startWorld, type ClientWorld } from './client-world.ts';
import { toolsRun } from './client.ts';
import { anthropicLoop, LAST_WORDS } from './tool-loop.ts';

beforeAll(expectOwnNetwork);

interface Body {
  readonly messages: readonly { readonly role: string }[];
  readonly thinking?: { readonly type: string };
}

/** A server of the same dialect that nobody knows, which refuses in its own words what `refuses` finds. */
function strange(words: string, refuses: (body: Body) => boolean) {
  return (file: string): Script =>
    (response, request, index) => {
      const body = JSON.parse(request.body.toString()) as Body;
      const answer = refuses(body)
        ? errorAnswer(400, 'invalid_request_error', words)
        : anthropicLoop(file);
      answer(response, request, index);
    };
}

const start = (script: (file: string) => Script): Promise<ClientWorld> =>
  startWorld({
    script,
    provider: { wire: 'anthropic-messages', auth: 'bearer', path: '', model: 'scripted' },
  });

describe('the real client gives up what a server refuses in words of its own', () => {
  test.each<[string, string, (body: Body) => boolean]>([
    [
      'system turns',
      "messages.1.role: Input should be 'user' or 'assistant'",
      ({ messages }) => messages.some(({ role }) => role === 'system'),
    ],
    [
      'adaptive thinking',
      "thinking.type: Input should be 'enabled' or 'disabled'",
      ({ thinking }) => thinking?.type === 'adaptive',
    ],
  ])('%s', async (_, words, refuses) => {
    const world = await start(strange(words, refuses));
    try {
      const result = await world.session.ask('Please run the tool loop.');
      expect(result).toMatchObject({ is_error: false, result: LAST_WORDS });
      expect(toolsRun(world.session.events)).toEqual(['Write', 'Read', 'Bash', 'Bash']);
      const refused = world.upstream.requests.filter(({ body }) =>
        refuses(JSON.parse(body.toString()) as Body),
      );
      // Once: it is remembered, and what it asks for instead is taken.
      expect(refused).toHaveLength(1);
    } finally {
      await world.close();
    }
  });

  test('a full context is understood, with its numbers', async () => {
    const words =
      "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens.";
    const world = await start(strange(words, () => true));
    try {
      const result = await world.session.ask('Please run the tool loop.');
      expect(result).toMatchObject({ is_error: true, terminal_reason: 'prompt_too_long' });
    } finally {
      await world.close();
    }
  });
});
