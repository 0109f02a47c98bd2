import type { RunningApp } from './launch.ts';
import { readKeyring } from './keyring.ts';

interface Ask {
  readonly model?: string;
  readonly text?: string;
  /** Further fields of the request: thinking, tools, … */
  readonly more?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** After which it gives up. */
  readonly patienceMs?: number;
}

/** One streamed Messages request to the running gateway; resolves with status, headers and the whole body. */
export async function ask(
  app: RunningApp,
  {
    model = 'claude-sonnet-4-6',
    text = 'Hello',
    headers = {},
    more = {},
    patienceMs = 30_000,
  }: Ask = {},
): Promise<{ readonly status: number; readonly headers: Headers; readonly body: string }> {
  const response = await fetch(`${app.url}/v1/messages?beta=true`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'anthropic-version': '2023-06-01',
      'user-agent': 'claude-cli/2.1.329 (external, cli)',
      'x-switchyard-token': readKeyring('gateway/token'),
      ...headers,
    },
    body: JSON.stringify({
      model,
      max_tokens: 256,
      stream: true,
      messages: [{ role: 'user', content: text }],
      ...more,
    }),
    signal: AbortSignal.timeout(patienceMs),
  });
  return { status: response.status, headers: response.headers, body: await response.text() };
}
