import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { anthropicAnswer, type Block } from '../upstream/dialects.ts';
import type { RecordedRequest, Script } from '../upstream/scripted-upstream.ts';
import { expectOwnNetwork, startWorld } from './client-world.ts';
import { toolsRun } from './client.ts';
import { anthropicLoop, LAST_WORDS, openaiLoop, toolTurns, type Asked } from './tool-loop.ts';

beforeAll(expectOwnNetwork);

const LOOP = ['Write', 'Read', 'Bash', 'Bash'];
const checksBeta = /dangerous-tool-use-/;
/** Nobody can tell by its look whether it does harm, so the client wants it checked. */
const CHECKED = "node -e 'fs.writeFileSync(`hello.txt`, `checked`)'";

function safeguardsIn({ body }: RecordedRequest): unknown {
  return (JSON.parse(body.toString()) as { readonly safeguards?: unknown }).safeguards;
}

describe('the real client in auto mode', () => {
  test('Anthropic’s stand-in gets the safety check that it is asked for, field and beta', async () => {
    const world = await startWorld({
      script: anthropicLoop,
      provider: null,
      permissionMode: 'auto',
    });
    try {
      const result = await world.session.ask('Please run the tool loop.');
      expect(result).toMatchObject({ is_error: false, result: LAST_WORDS });
      expect(toolsRun(world.session.events)).toEqual(LOOP);
      expect(world.upstream.requests).toHaveLength(4);
      for (const request of world.upstream.requests) {
        expect(safeguardsIn(request)).toMatchObject([{ type: 'dangerous_tool_use' }]);
        expect(request.headers['anthropic-beta']).toMatch(checksBeta);
      }
    } finally {
      await world.close();
    }
  });

  test.each([
    ['chat completions', { wire: 'openai-chat', path: '/v1' }],
    ['Messages of somebody else', { wire: 'anthropic-messages', path: '' }],
    ['Messages of a vendor with habits', { preset: 'zai', wire: 'anthropic-messages', path: '' }],
  ] as const)('by %s it hears once that there is no such check, and goes on', async (_, row) => {
    const world = await startWorld({
      script: row.wire === 'openai-chat' ? openaiLoop : anthropicLoop,
      provider: { auth: 'bearer', model: 'scripted', ...row },
      permissionMode: 'auto',
    });
    try {
      const result = await world.session.ask('Please run the tool loop.');
      expect(result).toMatchObject({ is_error: false, result: LAST_WORDS });
      expect(toolsRun(world.session.events)).toEqual(LOOP);
      expect(await readFile(world.file, 'utf8')).toBe('line "one"\nline two ✓\n');
      for (const request of world.upstream.requests) {
        expect(safeguardsIn(request)).toBeUndefined();
        expect(request.headers['anthropic-beta'] ?? '').not.toMatch(checksBeta);
      }
      await world.session.close();
      expect(world.rows.map(({ status }) => status)).toEqual([400, 200, 200, 200, 200]);
    } finally {
      await world.close();
    }
  });

  // Its contract promises a check of its own by ordinary requests; 2.1.329 makes none behind another base URL.
  test('what nobody checks is not run, and it says so', async () => {
    const script: Script = (response, request, index) => {
      const input = { command: CHECKED, description: 'Write the file' };
      const call: Block = { type: 'tool_use', id: 'call_checked', name: 'Bash', input };
      const words: Block = { type: 'text', text: LAST_WORDS };
      const turns = toolTurns(JSON.parse(request.body.toString()) as Asked);
      anthropicAnswer([turns === 0 ? call : words])(response, request, index);
    };
    const world = await startWorld({
      script: () => script,
      provider: { wire: 'anthropic-messages', auth: 'bearer', path: '', model: 'scripted' },
      permissionMode: 'auto',
    });
    try {
      const result = await world.session.ask('Please write the file.');
      expect(result).toMatchObject({ is_error: false, result: LAST_WORDS });
      expect(toolsRun(world.session.events)).toEqual(['Bash!']);
      expect(JSON.stringify(world.session.events)).toContain('Auto mode is unavailable');
      await expect(readFile(world.file, 'utf8')).rejects.toThrow('ENOENT');
    } finally {
      await world.close();
    }
  });
});
