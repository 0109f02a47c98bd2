import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { anthropicAnswer } from '../../e2e/upstream/dialects.ts';
import { silentLogger } from '../base/logger.ts';
import { ask, configurationFor, messagesBody, TOKEN, NOBODY } from '../gateway/testing.ts';
import { useGateway, useUpstreams } from '../gateway/testing/hooks.ts';
import { openSignatures, type SignatureFile } from './signature-file.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'switchyard-signatures-'));
  file = join(folder, 'signatures.txt');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('what was added is there after a restart, in order and without what was damaged', async () => {
  const first = openSignatures(file, silentLogger);
  const known = [
    { key: 'one12', maker: 'claude' },
    { key: 'two34', maker: 'provider:zai' },
  ] as const;
  for (const one of known) first.add(one);
  await first.close();
  writeFileSync(file, `${readFileSync(file, 'utf8')}half a li`);
  expect(openSignatures(file, silentLogger).load()).toEqual(known);
});

test('a file that has grown long is written anew with the newest', async () => {
  const lines = Array.from({ length: 20_000 }, (_, index) => `key${index} claude\n`);
  writeFileSync(file, lines.join(''));
  const store = openSignatures(file, silentLogger);
  expect(store.load()).toHaveLength(8192);
  await store.close();
  expect(readFileSync(file, 'utf8')).toBe(lines.slice(-8192).join(''));
});

describe('a restart between two turns', () => {
  /** What Claude's look like; this one was made by somebody else. */
  const claudeLike = 'A'.repeat(120);
  const short = 'a-short-digest';
  const { upstream } = useUpstreams({
    upstream: anthropicAnswer([{ type: 'text', text: 'one' }]),
  });
  const under = useGateway();
  let store: SignatureFile;

  async function start(provider: string, model: string): Promise<void> {
    store = openSignatures(file, silentLogger);
    await under.start(
      configurationFor(
        NOBODY,
        [
          {
            id: provider,
            name: provider,
            wire: 'anthropic-messages',
            baseUrl: upstream.url,
            auth: 'none',
          },
        ],
        { strategy: 'failover', targets: [{ provider, model }] },
      ),
      {},
      { signatureStore: store },
    );
  }

  async function restart(provider: string, model: string): Promise<void> {
    await under.gateway.stop(0);
    await store.close();
    await start(provider, model);
  }

  const headers = { 'x-switchyard-token': TOKEN };
  async function firstTurn(signature: string): Promise<void> {
    const thought = { type: 'thinking', thinking: 'so', signature } as const;
    upstream.play(anthropicAnswer([thought, { type: 'text', text: 'said' }]));
    await ask(`${under.url}/v1/messages`, { headers, body: messagesBody() });
  }
  async function nextTurnCarries(signature: string): Promise<boolean> {
    const messages = [
      { role: 'user', content: 'hi' },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'so', signature },
          { type: 'text', text: 'said' },
        ],
      },
      { role: 'user', content: 'go on' },
    ];
    const body = messagesBody({ messages });
    const answer = await ask(`${under.url}/v1/messages`, { headers, body });
    expect(answer.status).toBe(200);
    return upstream.requests.at(-1)?.body.includes(signature) ?? false;
  }

  test.each([claudeLike, short])('keeps %s with its maker', async (signature) => {
    await start('maker', 'some-model');
    await firstTurn(signature);
    await restart('maker', 'some-model');
    expect(await nextTurnCarries(signature)).toBe(true);
  });

  test.each([
    [claudeLike, 'other', 'some-model'],
    [short, 'other', 'some-model'],
    [claudeLike, 'claude-host', 'claude-sonnet-4-6'],
    [short, 'claude-host', 'claude-sonnet-4-6'],
  ])('keeps %s from %s', async (signature, provider, model) => {
    await start('maker', 'some-model');
    await firstTurn(signature);
    await restart(provider, model);
    expect(await nextTurnCarries(signature)).toBe(false);
  });

  test.each([
    [short, 'some-model', false],
    [short, 'claude-sonnet-4-6', false],
    [claudeLike, 'some-model', false],
    [claudeLike, 'claude-sonnet-4-6', true],
  ])('without the file: %s goes to %s: %s', async (signature, model, goes) => {
    await start('maker', 'some-model');
    await firstTurn(signature);
    await under.gateway.stop(0);
    await store.close();
    rmSync(file);
    await start('host', model);
    expect(await nextTurnCarries(signature)).toBe(goes);
  });
});
