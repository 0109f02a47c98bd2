import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Anthropic from '@anthropic-ai/sdk';
import { describe, expect, test } from 'vitest';
import { ask, configurationFor, messagesBody, TOKEN, NOBODY } from '../gateway/testing.ts';
import { useGateway } from '../gateway/testing/hooks.ts';
import { answerRequest } from './practice-answer.ts';
import { createPracticeTransport, type Delay } from './practice-transport.ts';
import { workingDirectory } from './prompt.ts';

const own = { 'x-switchyard-token': TOKEN };
const waits: number[] = [];
const noDelay: Delay = (ms) => {
  waits.push(ms);
  return Promise.resolve();
};

const under = useGateway();

async function start(delay: Delay = noDelay): Promise<Anthropic> {
  await under.start(configurationFor(NOBODY, [{ id: 'practice', preset: 'practice' }]), {
    practice: createPracticeTransport(delay),
  });
  return new Anthropic({ apiKey: TOKEN, baseURL: under.url, maxRetries: 0 });
}

const tools = ['Write', 'Read', 'Bash'].map((name) => ({
  name,
  input_schema: { type: 'object' as const },
}));

describe('the practice provider', () => {
  test('streams thinking and text with the pace of a model, and says what it is', async () => {
    waits.length = 0;
    const client = await start();
    const message = await client.messages
      .stream({
        model: 'claude-sonnet-4-6',
        max_tokens: 4096,
        thinking: { type: 'enabled', budget_tokens: 1024 },
        messages: [{ role: 'user', content: 'hi' }],
      })
      .finalMessage();
    expect(message.content.map(({ type }) => type)).toEqual(['thinking', 'text', 'text']);
    expect(JSON.stringify(message.content)).toContain('I am not a model');
    expect(message.usage.output_tokens).toBeGreaterThan(50);
    const between = waits.slice(1);
    expect(Math.min(...between)).toBeGreaterThanOrEqual(20);
    expect(Math.max(...between)).toBeLessThanOrEqual(60);
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(8000);
    expect(under.watched.ends).toMatchObject([{ state: 'complete' }]);
  });

  test('runs its tool loop in the folder that the client works in', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'switchyard-practice-'));
    const client = await start();
    const messages: Anthropic.MessageParam[] = [{ role: 'user', content: 'practice tools please' }];
    const used: string[][] = [];
    let last: Anthropic.Message;
    do {
      last = await client.messages
        .stream({
          model: 'x',
          max_tokens: 4096,
          system: `You work here.\nPrimary working directory: ${folder}\nPlatform: linux`,
          tools,
          messages,
        })
        .finalMessage();
      messages.push({ role: 'assistant', content: last.content });
      const uses = last.content.flatMap((block) => (block.type === 'tool_use' ? [block] : []));
      if (uses.length > 0) used.push(uses.map(({ name }) => name));
      const results = [];
      for (const { id, name, input } of uses) {
        const content = await runTool(name, input as Record<string, string>, folder);
        results.push({ type: 'tool_result' as const, tool_use_id: id, content });
      }
      if (results.length > 0) messages.push({ role: 'user', content: results });
    } while (last.stop_reason === 'tool_use' && used.length < 9);
    expect(used).toEqual([['Write'], ['Read'], ['Bash', 'Bash']]);
    expect(readdirSync(folder)).toEqual(['switchyard-practice.txt']);
    expect(last.stop_reason).toBe('end_turn');
    expect(JSON.stringify(last.content)).toContain('The practice loop is over');
    const ids = JSON.stringify(messages).match(/"tool_use_id":"[^"]+"/g) ?? [];
    expect(new Set(ids).size).toBe(4);
    await rm(folder, { recursive: true });
  });

  test.each([
    ['only tools that are offered', ['Bash'], ['Bash', 'Bash']],
    ['none where none is offered', [], []],
  ])('uses %s', (_, offered, expected) => {
    const { blocks } = answerRequest({
      model: 'x',
      system: 'Working directory: /x',
      tools: offered.map((name) => ({ name })),
      messages: [{ role: 'user', content: 'use your tools' }],
    });
    const names = blocks.flatMap((block) => (block.type === 'tool_use' ? [block.name] : []));
    expect(names).toEqual(expected);
    expect(JSON.stringify(blocks)).not.toContain('/x/switchyard');
  });

  test('answers a schema with JSON that fits it, whole when asked', async () => {
    await start();
    const schema = {
      type: 'object',
      properties: { title: { type: 'string' }, tags: { type: 'array', items: { type: 'string' } } },
    };
    const answer = await under.send({
      stream: false,
      output_config: { format: { type: 'json_schema', schema } },
    });
    const message = JSON.parse(answer.body.toString()) as Anthropic.Message;
    const [block] = message.content;
    expect(JSON.parse(block?.type === 'text' ? block.text : '')).toEqual({
      title: 'Practice session',
      tags: ['practice'],
    });
  });

  test('stops when the client goes, in the middle of a wait', async () => {
    let isWaiting: (() => void) | undefined;
    const waiting = new Promise<void>((resolve) => {
      isWaiting = resolve;
    });
    await start(
      (_, signal) =>
        new Promise((_resolve, reject) => {
          isWaiting?.();
          signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
        }),
    );
    const gone = new AbortController();
    const asked = fetch(`${under.url}/v1/messages`, {
      method: 'POST',
      headers: own,
      body: messagesBody(),
      signal: gone.signal,
    }).catch(() => 'gone');
    await waiting;
    gone.abort();
    expect(await asked).toBe('gone');
    expect(await under.watched.nextEnd()).toMatchObject({ state: 'cancelled' });
  });

  test('has no count of its own: the estimate serves', async () => {
    await start();
    const answer = await ask(`${under.url}/v1/messages/count_tokens`, {
      headers: own,
      body: messagesBody(),
    });
    expect(answer.headers['x-switchyard-estimated']).toBe('true');
  });
});

async function runTool(
  name: string,
  input: Record<string, string>,
  folder: string,
): Promise<string> {
  if (name === 'Write') {
    await writeFile(input['file_path']!, input['content']!);
    return 'File created';
  }
  if (name === 'Read') return readFile(input['file_path']!, 'utf8');
  return execFileSync('/bin/sh', ['-c', input['command']!], { cwd: folder }).toString();
}

const shared = process.env['SWITCHYARD_SHARED'] ?? '../shared';
const corpus = join(shared, 'fixtures/claude-code/cc-main-headless-apikey.json');

test.skipIf(!existsSync(corpus))('finds the folder in what the real client sends', async () => {
  await start();
  const { body } = JSON.parse(readFileSync(corpus, 'utf8')) as { body: never };
  expect(workingDirectory(body)).toBe('/home/dev/project');
});
