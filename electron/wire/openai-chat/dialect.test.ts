import { describe, expect, test } from 'vitest';
import type { Quirk } from '../../../shared/domain/quirk.ts';
import { provider } from '../testing/chat-request.ts';
import { dialectOf, isOpenAiReasoningModel, type ChatDialect } from './dialect.ts';

/** Stand for the families that the traits tell apart. */
const models = ['gpt-oss-120b', 'glm-4.5', 'GLM-4.6', 'glm-5.1', 'glm-5.2', 'glm-5p3', 'o3'];

type Told = Readonly<Record<keyof ChatDialect, unknown>>;

/** The dialect with what each trait says of the models in place of its function. */
function told(...quirks: Quirk[]): Told {
  const dialect = dialectOf(provider({ quirks }));
  const traits = Object.entries(dialect).map(([trait, value]: [string, unknown]) => [
    trait,
    typeof value === 'function'
      ? models.map((model) => (value as (of: string) => unknown)(model))
      : value,
  ]);
  return Object.fromEntries(traits) as Told;
}

const never = models.map(() => false);
const only = (...named: string[]) => models.map((model) => named.includes(model));
const plain: Told = {
  maxTokensField: 'max_tokens',
  streamOptions: true,
  toolIds: 'any',
  toolChoice: 'any',
  parallelToolCalls: true,
  schema: 'plain',
  images: 'any',
  files: false,
  assistantPrefix: false,
  toolStreamSwitch: never,
  userAfterTool: true,
  maxStops: 4,
  responseFormat: 'json_schema',
  temperatureAboveZero: false,
  reasoning: 'none',
  effortsBesideSwitch: models.map(() => []),
  switchOrEffort: false,
  thinkingBudget: false,
  clearThinkingSwitch: false,
  thinkingAlwaysOn: never,
  disableReasoning: never,
  returnsThinkTags: never,
  reasoningRequired: false,
  thoughtSignatures: false,
  fixedSampling: never,
};

test('a vendor without habits speaks the plain dialect', () => {
  expect(told()).toEqual(plain);
});

const glm = only('glm-4.5', 'GLM-4.6', 'glm-5.1', 'glm-5.2', 'glm-5p3');
const grades = ['low', 'high', 'max'];

describe('each habit changes its own trait and no other', () => {
  test.each<[Quirk, Partial<Told>]>([
    ['max-completion-tokens', { maxTokensField: 'max_completion_tokens' }],
    ['no-stream-options', { streamOptions: false }],
    ['tool-ids-nine-alphanumerics', { toolIds: 'nine' }],
    ['tool-ids-forty-characters', { toolIds: 'forty' }],
    ['tool-choice-auto-only', { toolChoice: 'auto' }],
    ['no-tool-choice', { toolChoice: 'none' }],
    ['no-parallel-switch', { parallelToolCalls: false }],
    ['no-penalties', { parallelToolCalls: false }],
    ['schema-mfjs', { schema: 'mfjs' }],
    ['schema-strict', { schema: 'closed' }],
    ['schema-subset', { schema: 'subset' }],
    ['no-images', { images: 'none' }],
    ['images-base64-only', { images: 'base64' }],
    ['pdf-parts', { files: true }],
    ['assistant-prefix', { assistantPrefix: true }],
    ['tool-stream-switch', { toolStreamSwitch: only('GLM-4.6', 'glm-5.1', 'glm-5.2', 'glm-5p3') }],
    ['assistant-after-tool-result', { userAfterTool: false }],
    ['one-stop-sequence', { maxStops: 1 }],
    ['sixteen-stop-sequences', { maxStops: 16 }],
    ['json-object-only', { responseFormat: 'json_object' }],
    ['temperature-above-zero', { temperatureAboveZero: true }],
    ['effort-of-reasoning-models', { reasoning: 'openai-effort' }],
    ['effort-by-rule', { reasoning: 'effort' }],
    ['thinking-switch', { reasoning: 'thinking-type' }],
    ['reasoning-object', { reasoning: 'openrouter' }],
    ['chat-template-thinking', { reasoning: 'chat-template' }],
    ['effort-high-or-max', { effortsBesideSwitch: models.map(() => ['high', 'max']) }],
    [
      'effort-from-glm-5-2',
      { effortsBesideSwitch: models.map((model) => (model === 'glm-5.2' ? grades : [])) },
    ],
    ['switch-or-effort', { switchOrEffort: true }],
    ['thinking-budget', { thinkingBudget: true }],
    ['clear-thinking-switch', { clearThinkingSwitch: true }],
    ['thinking-always-on-for-some', { thinkingAlwaysOn: only('gpt-oss-120b', 'glm-5p3') }],
    ['disable-reasoning-of-glm', { disableReasoning: glm }],
    ['glm-think-tags-return', { returnsThinkTags: glm }],
    ['reasoning-content-required', { reasoningRequired: true }],
    ['thought-signatures', { thoughtSignatures: true }],
    ['no-sampling-for-reasoning-models', { fixedSampling: only('o3') }],
  ])('%s', (quirk, change) => {
    expect(told(quirk)).toEqual({ ...plain, ...change });
  });
});

test.each([
  ['o1', true],
  ['o4-mini', true],
  ['gpt-5.2', true],
  ['codex-mini', true],
  ['gpt-5-chat-latest', false],
  ['gpt-4o', false],
  ['my-gpt-5', false],
  ['ollama', false],
])('%s reasons at OpenAI: %s', (model, expected) => {
  expect(isOpenAiReasoningModel(model)).toBe(expected);
});
