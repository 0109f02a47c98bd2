import { afterEach, expect, test } from 'vitest';
import type { ScriptedEndpointOptions } from '../../e2e/upstream/endpoint-options.ts';
import {
  startScriptedEndpoint,
  type ScriptedEndpoint,
} from '../../e2e/upstream/scripted-endpoint.ts';
import type { LabRun } from '../../shared/domain/lab.ts';
import { runLabCommand } from './lab.ts';

const started: ScriptedEndpoint[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((endpoint) => endpoint.close()));
});

async function endpoint(options: ScriptedEndpointOptions): Promise<ScriptedEndpoint> {
  const one = await startScriptedEndpoint({ tokensPerSecond: 400, ...options });
  started.push(one);
  return one;
}

async function run(
  args: readonly string[],
  env: Record<string, string> = {},
  signal?: AbortSignal,
) {
  let stdout = '';
  let stderr = '';
  const code = await runLabCommand(args, {
    stdout: (text) => (stdout += text),
    stderr: (text) => (stderr += text),
    env,
    signal: signal ?? new AbortController().signal,
  });
  return { code, stdout, stderr };
}

test('prints one JSON run and nothing else with --json', async () => {
  const { baseUrl } = await endpoint({ server: 'vllm' });
  const { code, stdout, stderr } = await run([
    ...['--base-url', baseUrl, '--json', '--max-concurrency', '2', '--output-tokens', '32'],
  ]);
  const result = JSON.parse(stdout) as LabRun;
  expect({ code, stderr, state: result.state, wire: result.wire }).toEqual({
    code: 0,
    stderr: '',
    state: 'done',
    wire: 'openai-chat',
  });
  expect(result.request.baseUrl).toBe(baseUrl);
  expect(result.steps.map((step) => step.concurrency)).toEqual([1, 2]);
});

test('words every probe and the verdict for people', async () => {
  const { baseUrl } = await endpoint({ server: 'vllm', tools: 'parser-missing' });
  const address = baseUrl.replace('http://', '');
  const { code, stdout } = await run(['--base-url', address, '--max-concurrency', '1']);
  expect(code).toBe(0);
  expect(stdout).toContain('ok    reachable');
  expect(stdout).toMatch(/FAIL {2}tool-call {3}vLLM has no tool parser.*--enable-auto-tool-choice/);
  expect(stdout).toContain('Cannot serve Claude Code: tool calls do not work.');
  expect(stdout).toMatch(/at once {2}total tok\/s/);
});

test('exits 1 when nothing answers', async () => {
  const one = await endpoint({});
  await one.close();
  const { code, stdout } = await run(['--base-url', one.baseUrl]);
  expect(code).toBe(1);
  expect(stdout).toContain('FAIL  reachable');
});

test('takes the key from the environment and never prints it', async () => {
  const { baseUrl } = await endpoint({ apiKey: 'planted-secret' });
  const args = ['--base-url', baseUrl, '--json', '--max-concurrency', '0', '--key-env', 'LAB_KEY'];
  const good = await run(args, { LAB_KEY: 'planted-secret' });
  const bad = await run(args, { LAB_KEY: 'planted-secret-but-wrong' });
  expect([good.code, bad.code]).toEqual([0, 1]);
  expect(good.stdout + bad.stdout).not.toContain('planted-secret');
  expect(bad.stdout).toContain('key-rejected');
});

test('an interrupt ends the test at once', async () => {
  const slow = await endpoint({ tokensPerSecond: 2 });
  const controller = new AbortController();
  const running = run(['--base-url', slow.baseUrl], {}, controller.signal);
  await slow.whenStreaming(1);
  controller.abort();
  const { code, stdout } = await running;
  await slow.whenDrained();
  expect(code).toBe(1);
  expect(stdout).toContain('Stopped before it was finished.');
});

test.each([
  [[], '--base-url is missing'],
  [['--base-url', 'http://x', '--wire', 'gemini'], '"gemini" cannot be tested'],
  [['--base-url', 'http://x', '--max-concurrency', 'many'], 'a number from 0 to 32'],
  [['--base-url', 'http://x', '--key-env', 'ABSENT'], 'ABSENT is not set'],
  [['--base-url', 'http://x', '--loud'], '--loud'],
])('wrong usage %j exits 2', async (args, words) => {
  const { code, stdout, stderr } = await run(args);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(words);
});
