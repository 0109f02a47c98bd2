import type { StopReason } from '../../../shared/wire/messages.ts';

/** `failed`: the upstream ended by a fault of its own, which must never look like an answer. */
export type Finish = StopReason | 'failed';

const finishes: Readonly<Record<string, Finish>> = {
  stop: 'end_turn',
  eos: 'end_turn',
  end_turn: 'end_turn',
  completed: 'end_turn',
  stop_sequence: 'stop_sequence',
  length: 'max_tokens',
  model_length: 'max_tokens',
  max_tokens: 'max_tokens',
  tool_calls: 'tool_use',
  function_call: 'tool_use',
  tool_use: 'tool_use',
  content_filter: 'refusal',
  safety: 'refusal',
  sensitive: 'refusal',
  refusal: 'refusal',
  error: 'failed',
  insufficient_system_resource: 'failed',
  network_error: 'failed',
};

/** `finish_reason` to Messages' words; an unknown reason ends the turn. */
export function readFinish(reason: string): Finish {
  return finishes[reason.toLowerCase()] ?? 'end_turn';
}

/**
 * What the client is told, from the finish and whether a tool call was really written: several vendors end calls
 * with `stop`, others say `tool_calls` without any, on which the client would ask twice and give up.
 */
export function stopReason(finish: StopReason, hasToolCalls: boolean): StopReason {
  if (finish === 'end_turn' && hasToolCalls) return 'tool_use';
  if (finish === 'tool_use' && !hasToolCalls) return 'end_turn';
  return finish;
}
