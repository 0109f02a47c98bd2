import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExchangeBodies } from '../../shared/domain/bodies.ts';
import { sdkCodeOf } from '../../shared/domain/sdk-code.ts';

const body = {
  model: 'claude-sonnet-4-6',
  max_tokens: 64,
  stream: false,
  system: 'He said "안녕" \\ \u2028 and left.\n\tThen: \u0000 \ud83d\ude00',
  messages: [{ role: 'user', content: [{ type: 'text', text: "it's ${here} `there`" }] }],
  metadata: {},
  tools: [],
  thinking: null,
  context_management: { edits: [{ type: 'clear', keep: true }] },
};
const bodiesOf = (value: unknown, path = '/v1/messages'): ExchangeBodies => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'application/json', 'anthropic-beta': 'context-2026' },
  request: { text: JSON.stringify(value), bytes: 1, isCut: false },
  response: null,
});
const codeOf = (language: 'typescript' | 'python', value: unknown, origin: string): string => {
  const snippet = sdkCodeOf(bodiesOf(value), origin, language);
  if (!snippet.ok) throw new Error(snippet.because);
  return snippet.text;
};

let server: Server;
let origin = '';
const received: { body: unknown; key: unknown; beta: unknown }[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    request.on('end', () => {
      const { authorization: key, 'anthropic-beta': beta } = request.headers;
      received.push({ body: JSON.parse(text), key, beta });
      response.setHeader('content-type', 'application/json');
      response.end('{"id":"msg_1","type":"message","content":[]}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterAll(() => server.close());

describe('sdkCodeOf', () => {
  test('the TypeScript compiles, and the real SDK then sends the very same request', async () => {
    const code = codeOf('typescript', body, origin);
    expect(code).not.toContain('secret-of-the-test');
    const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
    const { outputText, diagnostics } = ts.transpileModule(code, {
      compilerOptions: options,
      reportDiagnostics: true,
    });
    expect(diagnostics).toEqual([]);
    const child = spawn(process.execPath, ['--input-type=module', '-e', outputText], {
      env: {
        PATH: process.env['PATH'],
        SWITCHYARD_KEY: 'secret-of-the-test',
        ANTHROPIC_AUTH_TOKEN: 'somebody-elses-login',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: 30_000,
    });
    const exit = await new Promise((resolve) => child.on('exit', resolve));
    expect(exit).toBe(0);
    expect(received).toEqual([{ body, key: 'Bearer secret-of-the-test', beta: 'context-2026' }]);
  });

  test.skipIf(!hasPython())('the Python calls the SDK with the very same values', () => {
    const folder = mkdtempSync(join(tmpdir(), 'switchyard-python-'));
    try {
      // The SDK's package is not installed here: this one only tells what it was called with.
      mkdirSync(join(folder, 'anthropic'));
      writeFileSync(
        join(folder, 'anthropic', '__init__.py'),
        [
          'import json',
          'class Anthropic:',
          '    def __init__(self, **given): self.given = given; self.messages = self',
          '    def create(self, **call): self.call = call; return self',
          '    def to_json(self): return json.dumps([self.given, self.call])',
        ].join('\n'),
      );
      const printed = execFileSync('python3', ['-c', codeOf('python', body, origin)], {
        env: {
          PATH: process.env['PATH'],
          PYTHONPATH: folder,
          SWITCHYARD_KEY: 'secret-of-the-test',
        },
        encoding: 'utf8',
        timeout: 30_000,
      });
      const { context_management, ...known } = body;
      expect(JSON.parse(printed)).toEqual([
        { base_url: origin, api_key: 'secret-of-the-test' },
        {
          ...known,
          extra_body: { context_management },
          extra_headers: { 'anthropic-beta': 'context-2026' },
        },
      ]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('a body that was not kept, was cut, or is no Messages request gives no code', () => {
    const request = { text: '{}', bytes: 9, isCut: true };
    expect(sdkCodeOf(null, origin, 'python')).toEqual({ ok: false, because: 'notKept' });
    expect(sdkCodeOf({ ...bodiesOf({}), request }, origin, 'python')).toMatchObject({
      because: 'cut',
    });
    expect(sdkCodeOf(bodiesOf({}, '/v1/models'), origin, 'python')).toMatchObject({
      because: 'notMessages',
    });
    expect(sdkCodeOf(bodiesOf([]), origin, 'typescript')).toMatchObject({ because: 'notMessages' });
  });
});

function hasPython(): boolean {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore', timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}
