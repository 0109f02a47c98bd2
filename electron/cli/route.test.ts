import { Buffer } from 'node:buffer';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { anthropicAnswer } from '../../e2e/upstream/dialects.ts';
import type { MessagesRequest } from '../../shared/wire/messages.ts';
import { ask, configurationFor, TOKEN, NOBODY } from '../gateway/testing.ts';
import { useGateway, useUpstreams } from '../gateway/testing/hooks.ts';
import { countBody } from '../tokens/count-body.ts';
import { estimatePrompt } from '../tokens/estimate-prompt.ts';
import { TokenCalibration } from '../tokens/calibration.ts';
import { routeCommand } from './route.ts';

let home = '';
const { upstream } = useUpstreams({
  upstream: anthropicAnswer([{ type: 'text', text: 'fine' }]),
});
const under = useGateway();
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'switchyard-route-'));
});
afterEach(async () => {
  await rm(home, { recursive: true, force: true });
});

interface Told {
  readonly rule: string | null;
  readonly inputTokens: number;
  readonly trace: readonly { readonly because: string }[];
}

/** What `switchyard route --json` says. */
async function routed(config: string, request: string): Promise<Told> {
  let stdout = '';
  const io = { stdout: (words: string) => void (stdout += words), env: {}, folder: home };
  const args = ['--config', config, '--request', request, '--json'];
  expect(await routeCommand(args, io)).toBe(0);
  return JSON.parse(stdout) as Told;
}

const text = `${'A plain sentence of the kind that people write. '.repeat(60)}{"a":[1,22,"x"]} `;

// The first has its own tokenizer, whose factor rules see too; the second has ours.
test.each(['claude-sonnet-5-5', 'claude-sonnet-4-6'])(
  'says of a request what a gateway does with it, however near a limit: %s',
  async (model) => {
    const content = text.repeat(12);
    const body = JSON.stringify({ model, max_tokens: 1, messages: [{ role: 'user', content }] });
    const request = join(home, 'request.json');
    await writeFile(request, body);
    const factor = new TokenCalibration().ofAsked(model);
    const whole = Math.ceil((countBody(Buffer.from(body)) ?? 0) * factor);
    const { inputTokens } = estimatePrompt(JSON.parse(body) as MessagesRequest);
    const estimate = Math.ceil(inputTokens * factor);
    expect(whole).not.toBe(estimate);

    const provider = {
      id: 'one',
      wire: 'anthropic-messages' as const,
      baseUrl: upstream.url,
      auth: 'none' as const,
    };
    const base = configurationFor(NOBODY, [provider]);
    const limits = [0.5, 0.95, 1.05, 2].map((part) => Math.round(estimate * part));
    for (const min of [...limits, estimate, estimate + 1, whole, whole + 1]) {
      const [profile] = base.profiles;
      const [all] = profile!.rules;
      const sized = { ...all!, id: 'sized', when: { inputTokens: { min } } };
      const configuration = { ...base, profiles: [{ ...profile!, rules: [sized, all!] }] };
      const config = join(home, 'switchyard.json');
      await writeFile(config, JSON.stringify(configuration));
      await under.start(
        configuration,
        {},
        {
          promptCounter: {
            count: (bytes) => Promise.resolve(countBody(bytes)),
            close: () => Promise.resolve(),
          },
        },
      );
      const { headers } = await ask(`${under.url}/v1/messages`, {
        headers: { 'x-switchyard-token': TOKEN },
        body,
      });
      const { facts, plan } = under.watched.routed.at(-1)!;
      const told = await routed(config, request);
      expect(told.rule, String(min)).toBe(whole >= min ? 'sized' : 'all');
      expect(told).toMatchObject({
        rule: headers['x-switchyard-rule'],
        inputTokens: facts.inputTokens,
        trace: plan.trace,
      });
    }
  },
);
