import type { TargetSpec } from '../../../shared/domain/rule.ts';
import type { MessagesRequest } from '../../../shared/wire/messages.ts';
import { isOpenAiReasoningModel, type BesideSwitch, type ChatDialect } from './dialect.ts';
import type { LossReport } from './loss.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Wish {
  /** null: not said. */
  readonly isOn: boolean | null;
  readonly budgetTokens: number | null;
  readonly effort: string | null;
  /** What the rule says goes even where it may be refused, and word for word. */
  readonly ruleEffort: string | null;
  readonly isForced: boolean;
}

/**
 * `thinking` and `output_config.effort` (the rule's options win) as the dialect's own switches. Vendors differ too
 * much to guess: where none is known and the rule says nothing, both are dropped and reported.
 */
export function encodeThinking(
  request: MessagesRequest,
  model: string,
  options: TargetSpec | null,
  dialect: ChatDialect,
  loss: LossReport,
): Fields {
  const fields = fieldsFor(readWish(request, options), model, dialect, loss);
  reportLoss(request, fields, loss);
  return fields ?? {};
}

function reportLoss(request: MessagesRequest, fields: Fields | null, loss: LossReport): void {
  const why = 'no switch is known for this provider; set thinking or effort in the rule';
  const sent = JSON.stringify(fields ?? {});
  if (fields === null && request.thinking) loss.add('thinking', why);
  if (request.output_config?.effort !== undefined && !sent.includes('effort"')) {
    loss.add('output_config.effort', why);
  }
  for (const [field, value] of Object.entries(request.thinking ?? {})) {
    if (fields === null || field === 'type' || value === undefined) continue;
    if (field === 'budget_tokens' && /max_tokens|budget_tokens/.test(sent)) continue;
    loss.add(`thinking.${field}`, 'this provider has no such switch');
  }
}

/** null: the wish cannot be put into words. */
function fieldsFor(
  wish: Wish,
  model: string,
  dialect: ChatDialect,
  loss: LossReport,
): Fields | null {
  const { isForced, isOn, ruleEffort } = wish;
  switch (dialect.reasoning) {
    case 'openai-effort':
      return modelEffortFields(wish, model, dialect, loss);
    case 'effort':
      return isForced ? effortField(wish, loss) : null;
    case 'thinking-type':
      return thinkingTypeFields(wish, model, dialect, loss);
    case 'openrouter':
      return openRouterField(wish);
    case 'chat-template':
      return isForced && isOn !== null ? { chat_template_kwargs: { enable_thinking: isOn } } : null;
    case 'none':
      return ruleEffort === null ? null : { reasoning_effort: ruleEffort };
  }
}

/** For vendors with reasoning models beside others. null: this model has no such switch. */
function modelEffortFields(
  wish: Wish,
  model: string,
  dialect: ChatDialect,
  loss: LossReport,
): Fields | null {
  if (dialect.disableReasoning(model) && wish.ruleEffort === null) {
    return wish.isOn === false ? { disable_reasoning: true } : {};
  }
  const hasEffort = isOpenAiReasoningModel(model) || model.includes('gpt-oss');
  return hasEffort || wish.isForced ? effortField(wish, loss) : null;
}

/** What the rule says, else what the request says; null where neither does. */
export function isThinkingWanted(
  { thinking }: MessagesRequest,
  options: TargetSpec | null,
): boolean | null {
  if (options?.thinking !== undefined) return options.thinking === 'on';
  return thinking ? thinking.type !== 'disabled' : null;
}

function readWish(request: MessagesRequest, options: TargetSpec | null): Wish {
  const { thinking } = request;
  const ruleThinking = options?.thinking ?? null;
  const ruleEffort = options?.effort ?? null;
  return {
    isOn: isThinkingWanted(request, options),
    budgetTokens: thinking?.budget_tokens ?? null,
    effort: ruleEffort ?? request.output_config?.effort ?? null,
    ruleEffort,
    isForced: ruleThinking !== null || ruleEffort !== null,
  };
}

/** OpenAI's older models know no more than `high`; a rule's own word goes as it is. */
function effortField(wish: Wish, loss: LossReport): Fields {
  if (wish.ruleEffort !== null) return { reasoning_effort: wish.ruleEffort };
  if (wish.isOn === false) return { reasoning_effort: 'low' };
  if (wish.effort === null) return wish.isForced ? { reasoning_effort: 'medium' } : {};
  const isBeyond = wish.effort === 'xhigh' || wish.effort === 'max';
  if (isBeyond) loss.add('output_config.effort', `${wish.effort} is sent as high`);
  return { reasoning_effort: isBeyond ? 'high' : wish.effort };
}

function openRouterField(wish: Wish): Fields {
  if (wish.isOn === false) return { reasoning: { enabled: false } };
  if (wish.budgetTokens !== null) return { reasoning: { max_tokens: wish.budgetTokens } };
  if (wish.effort !== null) {
    return { reasoning: { effort: wish.effort === 'max' ? 'xhigh' : wish.effort } };
  }
  return wish.isOn === true ? { reasoning: { enabled: true } } : {};
}

/** The least budget that is taken where budgets are. */
const LEAST_BUDGET = 1024;

function thinkingTypeFields(
  wish: Wish,
  model: string,
  dialect: ChatDialect,
  loss: LossReport,
): Fields {
  const { isOn, effort, ruleEffort } = wish;
  const beside = isOn === true ? nearestEffort(effort, dialect.effortsBesideSwitch(model)) : null;
  const sent = ruleEffort ?? beside;
  const effortFields = sent === null ? {} : { reasoning_effort: sent };
  if (isOn === null || (sent !== null && dialect.switchOrEffort)) return effortFields;
  if (!isOn && dialect.thinkingAlwaysOn(model)) {
    loss.add('thinking', 'this model always thinks, and refuses to be told not to');
    return effortFields;
  }
  return { thinking: isOn ? switchedOn(wish, dialect) : { type: 'disabled' }, ...effortFields };
}

function switchedOn({ budgetTokens }: Wish, dialect: ChatDialect): Fields {
  const hasBudget = dialect.thinkingBudget && (budgetTokens ?? 0) >= LEAST_BUDGET;
  return {
    type: 'enabled',
    ...(hasBudget ? { budget_tokens: budgetTokens } : {}),
    ...(dialect.clearThinkingSwitch ? { clear_thinking: false } : {}),
  };
}

/** The grade asked for, or the next higher that the vendor has; the highest where there is none. */
function nearestEffort(effort: string | null, known: readonly BesideSwitch[]): string | null {
  const asked = ['low', 'medium', 'high', 'xhigh', 'max'].indexOf(effort ?? '');
  if (asked === -1) return null;
  const rank: Readonly<Record<BesideSwitch, number>> = { low: 0, high: 2, max: 4 };
  return known.find((grade) => rank[grade] >= asked) ?? known.at(-1) ?? null;
}
