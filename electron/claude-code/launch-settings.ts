/** What one launch of Claude Code is told, besides what the user's own settings say. */
export interface LaunchSettingsInput {
  /** Without a slash at the end: the client appends `/v1/messages`. */
  readonly baseUrl: string;
  readonly secret: string;
  /** `login`: the user's own login stays in Authorization; `token`: ours stands in for it. */
  readonly credential: 'login' | 'token';
  /** `ANTHROPIC_CUSTOM_HEADERS` that the user has already; kept, because ours would replace them. */
  readonly customHeaders?: string | undefined;
}

export const TOKEN_HEADER = 'x-switchyard-token';

/**
 * Environment that sends Claude Code through the gateway. The secret rides in a header of its own, so that a
 * subscription login passes untouched; the hint headers tell kinds of requests apart.
 * @see https://code.claude.com/docs/en/llm-gateway-protocol
 */
export function launchEnvironment(input: LaunchSettingsInput): Readonly<Record<string, string>> {
  const { baseUrl, secret, credential, customHeaders } = input;
  const kept = (customHeaders ?? '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trim().toLowerCase().startsWith(TOKEN_HEADER));
  return {
    ANTHROPIC_BASE_URL: baseUrl,
    ANTHROPIC_CUSTOM_HEADERS: [...kept, `${TOKEN_HEADER}: ${secret}`].join('\n'),
    CLAUDE_CODE_GATEWAY_HINT_HEADERS: '1',
    ...(credential === 'token' ? { ANTHROPIC_AUTH_TOKEN: secret } : {}),
  };
}

/** The file for `claude --settings F`. */
export function launchSettings(input: LaunchSettingsInput): string {
  return `${JSON.stringify({ env: launchEnvironment(input) }, null, 2)}\n`;
}
