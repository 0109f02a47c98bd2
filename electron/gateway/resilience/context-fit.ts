import { gatewayError, type GatewayError } from '../../../shared/domain/gateway-error.ts';

/** What one model can hold. null: not known, and then it is taken to fit. */
export interface ModelRoom {
  readonly contextTokens: number | null;
  /** Most tokens that the answer may have. */
  readonly outputTokens: number | null;
}

/**
 * Whether prompt and answer fit. The answer's part is what was asked for, at most `mostReserved`: clients ask for far
 * more than they use, and a prompt must not be refused for that. `tokens` is what would be needed.
 */
export function fitContext(
  room: ModelRoom,
  estimatedTokens: number,
  mostReserved: number,
): { readonly fits: boolean; readonly tokens: number } {
  const tokens = estimatedTokens + Math.min(room.outputTokens ?? mostReserved, mostReserved);
  return { fits: room.contextTokens === null || tokens <= room.contextTokens, tokens };
}

/** Anthropic's own words, which Claude Code reads to compact the conversation. */
export function promptTooLong(tokens: number, maximum: number): GatewayError {
  const words = `prompt is too long: ${String(tokens)} tokens > ${String(maximum)} maximum`;
  return gatewayError('context-too-long', words);
}
