import { digest } from '../tool-id.ts';

/** OpenAI's limit; names of MCP tools may be twice as long at Anthropic. */
export const MAX_TOOL_NAME_CHARACTERS = 64;

/** A name that fits: kept, or cut and marked with a digest, always in the same way. */
export function upstreamToolName(name: string): string {
  const safe = name.replace(/[^a-zA-Z0-9_-]/g, '_');
  if (safe.length <= MAX_TOOL_NAME_CHARACTERS && safe === name) return name;
  return `${safe.slice(0, MAX_TOOL_NAME_CHARACTERS - 9)}_${digest(name, 8)}`;
}

/** The client's name for what the upstream called; unknown names stay, the client refuses them itself. */
export function originalToolName(name: string, offered: readonly string[]): string {
  if (offered.includes(name)) return name;
  return offered.find((candidate) => upstreamToolName(candidate) === name) ?? name;
}
