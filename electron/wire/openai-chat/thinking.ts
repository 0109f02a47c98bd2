import type { TargetSpec } from '../../../shared/domain/rule.ts';
import type { MessagesRequest } from '../../../shared/wire/messages.ts';
import { isOpenAiReasoningModel, type ChatDialect } from './dialect.ts';
import type { LossReport } from './loss.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Wish {
  /** null: not said. */
  readonly isOn: boolean | null;
  readonly budgetTokens: number | null;
  readonly effort: string | null;
  /** The rule says so, not only the client: sent even where it may be refused. */
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
  if (fields !== null) return fields;
  const why = 'no switch is known for this provider; set thinking or effort in the rule';
  if (request.thinking) loss.add('thinking', why);
  if (request.output_config?.effort !== undefined) loss.add('output_config.effort', why);
  return {};
}

/** null: the wish cannot be put into words. */
function fieldsFor(
  wish: Wish,
  model: string,
  dialect: ChatDialect,
  loss: LossReport,
): Fields | null {
  const { isForced, isOn, effort } = wish;
  switch (dialect.reasoning) {
    case 'openai-effort': {
      const hasEffort = isOpenAiReasoningModel(model) || model.includes('gpt-oss');
      return hasEffort || isForced ? effortField(wish, loss) : null;
    }
    case 'effort':
      return isForced ? effortField(wish, loss) : null;
    case 'thinking-type':
      return thinkingTypeFields(wish);
    case 'openrouter':
      return openRouterField(wish);
    case 'chat-template':
      return isForced && isOn !== null ? { chat_template_kwargs: { enable_thinking: isOn } } : null;
    case 'none':
      return isForced && effort !== null ? { reasoning_effort: effort } : null;
  }
}

function readWish(request: MessagesRequest, options: TargetSpec | null): Wish {
  const type = request.thinking?.type;
  const isAsked = type === undefined ? null : type !== 'disabled';
  return {
    isOn: options?.thinking === undefined ? isAsked : options.thinking === 'on',
    budgetTokens: request.thinking?.budget_tokens ?? null,
    effort: options?.effort ?? request.output_config?.effort ?? null,
    isForced: options?.thinking !== undefined || options?.effort !== undefined,
  };
}

/** OpenAI's older models know no more than `high`; a rule's own word goes as it is. */
function effortField(wish: Wish, loss: LossReport): Fields {
  if (wish.isForced && wish.effort !== null) return { reasoning_effort: wish.effort };
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

function thinkingTypeFields({ isOn, isForced, effort }: Wish): Fields {
  return {
    ...(isOn === null ? {} : { thinking: { type: isOn ? 'enabled' : 'disabled' } }),
    ...(isForced && effort !== null ? { reasoning_effort: effort } : {}),
  };
}
