import { expect, test } from 'vitest';
import { configurationSchema } from '../../shared/domain/configuration.ts';
import type { Rule } from '../../shared/domain/rule.ts';
import { lockEffect } from './lock-effect.ts';

const provider = (id: string, baseUrl: string) => ({
  id,
  wire: 'openai-chat' as const,
  auth: 'none' as const,
  baseUrl,
});
const to = (id: string, ...providers: readonly string[]): Rule => ({
  id,
  enabled: true,
  when: {},
  then: {
    strategy: 'failover',
    targets: providers.map((name) => ({ provider: name, model: 'm' })),
  },
});
const rules: readonly Rule[] = [
  to('loopback', 'here'),
  to('listed', 'spark'),
  to('unlisted', 'office'),
  to('outside', 'vendor'),
  to('both', 'vendor', 'spark'),
  { ...to('off', 'vendor'), enabled: false },
  { ...to('refuse'), then: { refuse: 'No.' } },
  { ...to('native'), then: { native: true } },
];
const configured = (privateRanges: readonly string[]) =>
  configurationSchema.parse({
    version: 1,
    activeProfile: 'p',
    privateRanges,
    providers: [
      provider('here', 'http://127.0.0.1:11434/v1'),
      provider('spark', 'http://192.168.40.7:8000/v1'),
      provider('office', 'http://[fd00:7::9]:8000/v1'),
      provider('vendor', 'https://203.0.113.9/v1'),
    ],
    profiles: [{ id: 'p', rules: [] }],
  });

test('a rule is blocked by address: this machine and the listed networks stay', async () => {
  expect(await lockEffect(rules, configured(['192.168.40.0/24']))).toEqual({
    blocked: ['unlisted', 'outside', 'native'],
    shortened: ['both'],
    privateRanges: ['192.168.40.0/24'],
  });
});

test('without a list only this machine stays; another list lets another through', async () => {
  expect(await lockEffect(rules, configured([]))).toMatchObject({
    blocked: ['listed', 'unlisted', 'outside', 'both', 'native'],
    shortened: [],
  });
  expect(await lockEffect(rules, configured(['fd00::/8']))).toMatchObject({
    blocked: ['listed', 'outside', 'both', 'native'],
  });
});
