import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { configurationSchema } from '../../shared/domain/configuration.ts';
import { parseConfiguration, problemLine, readConfiguration } from './configuration-file.ts';
import type { Problem } from './configuration-file.ts';

const minimal = {
  version: 1,
  activeProfile: 'p',
  providers: [
    {
      id: 'local',
      wire: 'openai-chat',
      baseUrl: 'http://127.0.0.1:8000/v1',
      headers: { 'x-extra': '${EXTRA}' },
    },
  ],
  profiles: [
    {
      id: 'p',
      rules: [
        {
          id: 'a',
          when: { tier: ['haiku'] },
          then: { targets: [{ provider: 'local', model: 'm' }] },
        },
      ],
    },
  ],
};
const env = { EXTRA: 'from the environment' };

function problems(change: (draft: typeof minimal) => void): readonly Problem[] {
  const draft = structuredClone(minimal);
  change(draft);
  const result = parseConfiguration('x.json', JSON.stringify(draft), env);
  return result.ok ? [] : result.error.map(({ line: _line, column: _column, ...rest }) => rest);
}

test('tells all that is wrong at once: variables, fields and presets', () => {
  const found = problems((draft) => {
    const [provider] = draft.providers;
    Object.assign(draft, { listen: { port: 99_999 } });
    Object.assign(provider!.headers, { 'x-extra': '${NOT_SET}' });
    draft.providers.push({ id: 'other', preset: 'nowhere' } as never);
  });
  expect(found.map(({ path }) => path)).toEqual([
    'providers[0].headers["x-extra"]',
    'listen.port',
    'providers[1].preset',
  ]);
});

describe('formats', () => {
  const expected = {
    ok: true,
    value: {
      activeProfile: 'p',
      routing: true,
      listen: { host: '127.0.0.1', port: 3456 },
      providers: [{ id: 'local', headers: { 'x-extra': 'from the environment' } }],
      profiles: [{ rules: [{ id: 'a', enabled: true, then: { strategy: 'failover' } }] }],
    },
  };

  test('JSON with comments, trailing commas, a byte order mark and a note for editors', () => {
    const text = `\uFEFF// policy // as code
${JSON.stringify({ $schema: './switchyard.schema.json', ...minimal }, null, '\t').replace(/\n}$/, ', /* "end" */\n}')}`;
    expect(parseConfiguration('x.json', text, env)).toMatchObject(expected);
  });

  test('what looks like a comment inside a string stays', () => {
    const text = JSON.stringify({
      ...minimal,
      native: { baseUrl: 'https://relay.example/a,]/*b*/' },
    });
    expect(parseConfiguration('x.json', text, env)).toMatchObject({
      value: { native: { baseUrl: 'https://relay.example/a,]/*b*/' } },
    });
  });

  test('YAML', () => {
    const text = `
version: 1
activeProfile: p
providers:
  - id: local
    wire: openai-chat
    baseUrl: http://127.0.0.1:8000/v1
    headers: { x-extra: "\${EXTRA}" }
profiles:
  - id: p
    rules:
      - id: a
        when: { tier: [haiku] }
        then: { targets: [{ provider: local, model: m }] }
`;
    expect(parseConfiguration('x.yaml', text, env)).toMatchObject(expected);
    expect(parseConfiguration('x.YML', text, env)).toMatchObject(expected);
  });

  test('TOML', () => {
    const text = `
version = 1
activeProfile = "p"
[[providers]]
id = "local"
wire = "openai-chat"
baseUrl = "http://127.0.0.1:8000/v1"
headers = { x-extra = "\${EXTRA}" }
[[profiles]]
id = "p"
[[profiles.rules]]
id = "a"
when = { tier = ["haiku"] }
then = { targets = [{ provider = "local", model = "m" }] }
`;
    expect(parseConfiguration('x.toml', text, env)).toMatchObject(expected);
  });

  test.each([
    ['x.json', '{\n  "version": 1,\n  oops\n}', /^not valid JSON/, 3],
    ['x.json', '{ "version": 1,\n "version": 1 }', /must be unique/, 2],
    ['x.yaml', 'version: 1\nbad: [1, 2', /^not valid YAML/, 2],
    ['x.toml', 'version = 1\nbad = ', /^not valid TOML/, 2],
    ['x.ini', 'version=1', /use \.json, \.jsonc, \.yaml/, undefined],
  ])('%s: %j', (file, text, message, line) => {
    const result = parseConfiguration(file, text, {});
    expect(result.ok ? [] : result.error).toMatchObject([
      { path: '', message: expect.stringMatching(message) as string },
    ]);
    expect(result.ok ? 0 : result.error[0]?.line).toBe(line);
  });
});

describe('problems', () => {
  test('a sound file has none', () => {
    expect(problems(() => undefined)).toEqual([]);
  });

  const draftWith =
    (key: string, value: unknown) =>
    (draft: object): void => {
      const parts = key.split('.');
      const last = parts.pop()!;
      const holder = parts.reduce<unknown>(
        (at, part) => (at as Record<string, unknown>)[part],
        draft,
      ) as Record<string, unknown>;
      if (value === undefined) Reflect.deleteProperty(holder, last);
      else holder[last] = value;
    };

  test.each<[string, unknown, Partial<Problem>]>([
    ['version', 2, { path: 'version', allowed: '1' }],
    [
      'activeProfile',
      'q',
      { path: 'activeProfile', message: 'no profile has the id "q"', allowed: 'p' },
    ],
    [
      'profiles.0.rules.0.then.targets.0.provider',
      'nobody',
      {
        path: 'profiles[0].rules[0].then.targets[0].provider',
        message: 'no provider has the id "nobody"',
        allowed: 'local',
      },
    ],
    ['profiles.0.rules.0.then.targets', [], { path: 'profiles[0].rules[0].then.targets' }],
    [
      'profiles.0.rules.0.then',
      {},
      {
        path: 'profiles[0].rules[0].then',
        message: 'use {"strategy", "targets"}, {"native": true} or {"refuse": "message"}',
      },
    ],
    [
      'profiles.0.rules.0.then.strategy',
      'fastets',
      {
        path: 'profiles[0].rules[0].then.strategy',
        allowed: 'failover, round-robin, weighted, least-busy, cheapest, fastest',
      },
    ],
    ['profiles.0.rules.0.then', undefined, { path: 'profiles[0].rules[0].then' }],
    [
      'profiles.0.rules.0.when.teir',
      ['opus'],
      { path: 'profiles[0].rules[0].when.teir', message: 'unknown key; did you mean "tier"?' },
    ],
    [
      'profiles.0.rules.0.when.not',
      { kindd: [] },
      { path: 'profiles[0].rules[0].when.not.kindd', message: 'unknown key; did you mean "kind"?' },
    ],
    [
      'profiles.0.rules.0.when.tier',
      ['opuss'],
      { path: 'profiles[0].rules[0].when.tier[0]', allowed: 'fable, opus, sonnet, haiku, other' },
    ],
    [
      'profiles.0.rules.0.when.time',
      { from: '25:00', to: '07:00' },
      { path: 'profiles[0].rules[0].when.time.from', message: 'use HH:MM, 00:00 to 23:59' },
    ],
    [
      'profiles.0.rules.0.when.inputTokens',
      { min: 5, max: 1 },
      { path: 'profiles[0].rules[0].when.inputTokens', message: 'min must not be above max' },
    ],
    ['listen', { port: 70_000 }, { path: 'listen.port' }],
    ['listen', { host: '0.0.0.0' }, { path: 'listen.host', allowed: '127.0.0.1, localhost, ::1' }],
    ['providers.0.wire', undefined, { path: 'providers[0].wire' }],
    [
      'providers.0.preset',
      'nobody',
      { path: 'providers[0].preset', message: 'the catalogue has no preset "nobody"' },
    ],
    ['providers.0.apiKey', 'sk-secret', { path: 'providers[0].apiKey', message: 'unknown key' }],
    [
      'providers.0.headers',
      { 'x-a': 1 },
      { path: 'providers[0].headers["x-a"]', message: 'wrong type' },
    ],
    [
      'providers.0.baseUrl',
      '${NOT_SET}/v1',
      { path: 'providers[0].baseUrl', message: 'the environment variable NOT_SET is not set' },
    ],
    ['providers.0.billing', { kind: 'per-tokens' }, { path: 'providers[0].billing.kind' }],
  ])('%s = %j', (key, value, expected) => {
    expect(problems(draftWith(key, value))).toMatchObject([expected]);
  });

  test('several are all named, each on a line of its own, with its place', () => {
    const text =
      '{\n "version": 1,\n "activeProfile": "p",\n "ports": 1,\n "profiles": [\n  { "id": "p", "rules": 3 }\n ]\n}';
    const result = parseConfiguration('x.json', text, {});
    const lines = result.ok ? [] : result.error.map((problem) => problemLine('x.json', problem));
    expect(lines).toEqual([
      'profiles[0].rules (x.json:6:25): wrong type; allowed: a value of type array',
      expect.stringMatching(/^ports \(x\.json:4:\d+\): unknown key; allowed: version, listen,/),
    ]);
  });

  test('no value from the environment is repeated', () => {
    const secret = 'sk-very-secret';
    const draft = JSON.stringify({ ...minimal, activeProfile: 'p' }).replace(
      'http://127.0.0.1:8000/v1',
      '${EXTRA}',
    );
    const result = parseConfiguration('x.json', draft, { EXTRA: secret });
    expect(result.ok).toBe(false);
    expect(JSON.stringify(result)).not.toContain(secret);
  });

  test('a literal ${ can be written', () => {
    const draft = { ...minimal, providers: [{ ...minimal.providers[0], name: 'cost $${x}' }] };
    expect(parseConfiguration('x.json', JSON.stringify(draft), env)).toMatchObject({
      value: { providers: [{ name: 'cost ${x}' }] },
    });
  });
});

describe('files', () => {
  const folder = mkdtemp(join(tmpdir(), 'switchyard-configuration-'));
  afterAll(async () => {
    await rm(await folder, { recursive: true });
  });

  test('reads one, and says plainly when there is none', async () => {
    const file = join(await folder, 'a.json');
    await writeFile(file, JSON.stringify(minimal));
    expect((await readConfiguration(file, env)).ok).toBe(true);
    expect(await readConfiguration(join(await folder, 'b.json'), env)).toEqual({
      ok: false,
      error: [{ path: '', message: 'there is no such file', allowed: '' }],
    });
    expect(await readConfiguration(await folder, env)).toMatchObject({
      error: [{ message: 'this is a folder, not a file' }],
    });
  });
});

test('resources/switchyard.schema.json is current (update with `npx vitest run -u electron/base`)', async () => {
  const schema = z.toJSONSchema(configurationSchema, { io: 'input' });
  const withNote = {
    title: 'Switchyard configuration',
    ...schema,
    properties: { $schema: { type: 'string' }, ...schema.properties },
  };
  await expect(`${JSON.stringify(withNote, null, 2)}\n`).toMatchFileSnapshot(
    '../../resources/switchyard.schema.json',
  );
});
