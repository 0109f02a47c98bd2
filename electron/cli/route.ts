import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { isNote } from '../../shared/domain/match-reason.ts';
import type { RoutePlan, RuleVerdict } from '../../shared/domain/route-plan.ts';
import type { RequestFacts } from '../../shared/domain/request-facts.ts';
import { outlineOf, parseMessagesRequest } from '../gateway/body/read-request.ts';
import { decideCounted } from '../gateway/near-limit.ts';
import { TokenCalibration } from '../tokens/calibration.ts';
import { countBody } from '../tokens/count-body.ts';
import { CommandError, OK, WRONG_USAGE, loadConfiguration, readOptions } from './command.ts';
import type { CommandIo } from './command.ts';

export const routeHelp = `Usage: switchyard route --config FILE [--request BODY.json] [--header 'NAME: VALUE']… [--json]

Says which rule takes a request, and why each earlier one does not. Sends nothing.

  --request FILE     body of a Messages request; - reads it from the standard input.
                     Without it: a short question to claude-sonnet-5-5
  --header 'N: V'    a header that the client sends; may be given more than once
  --path PATH        /v1/messages unless given
  --project FOLDER   the folder that Claude Code was launched in
  --time HH:MM       instead of now
  --json             {"rule", "targets", "kinds", "trace", "action", …}
`;

const example = JSON.stringify({
  model: 'claude-sonnet-5-5',
  max_tokens: 1024,
  stream: true,
  messages: [{ role: 'user', content: 'Hello' }],
});

export async function routeCommand(
  args: readonly string[],
  io: Pick<CommandIo, 'stdout' | 'env' | 'folder'>,
): Promise<number> {
  const options = readOptions('route', args, {
    config: { type: 'string' },
    request: { type: 'string' },
    header: { type: 'string', multiple: true },
    path: { type: 'string' },
    project: { type: 'string' },
    time: { type: 'string' },
    json: { type: 'boolean' },
  });
  const configuration = await loadConfiguration('route', options.config, io.env);
  const body = Buffer.from(await readBody(options.request));
  const request = parseMessagesRequest(body);
  if (!request.ok) {
    throw new CommandError(`${options.request ?? ''}: ${request.error.message}`, WRONG_USAGE);
  }
  const { project, path = '/v1/messages' } = options;
  const outline = outlineOf(request.value, {
    headers: readHeaders(options.header ?? []),
    path,
    project: project === undefined ? null : resolve(io.folder, project),
    now: options.time === undefined ? minuteNow() : readTime(options.time),
  });
  // As a gateway decides that has just started: what it learns of tokenizers later is known to it alone.
  const { facts, plan } = await decideCounted(
    outline,
    { ...configuration, routing: true },
    new TokenCalibration(),
    () => Promise.resolve(countBody(body)),
  );
  io.stdout(
    options.json === true
      ? `${JSON.stringify(asJson(plan, facts, configuration.routing))}\n`
      : asText(plan, facts, configuration.routing),
  );
  return OK;
}

function asJson(plan: RoutePlan, facts: RequestFacts, routing: boolean): object {
  return {
    rule: plan.rule,
    targets: plan.kind === 'targets' ? plan.targets : [],
    kinds: facts.kinds,
    trace: plan.trace,
    action: plan.kind,
    ...(plan.kind === 'targets' ? { strategy: plan.strategy } : {}),
    ...(plan.kind === 'refuse' ? { message: plan.message } : {}),
    model: facts.model,
    inputTokens: facts.inputTokens,
    routing,
  };
}

function asText(plan: RoutePlan, facts: RequestFacts, routing: boolean): string {
  const lines = [
    `${facts.model}: ${facts.kinds.join(', ')}; about ${facts.inputTokens} tokens`,
    ...plan.trace.map((verdict) => `  ${word(verdict)}  ${verdict.rule}: ${verdict.because}`),
    `→ ${outcome(plan)}`,
    ...(routing
      ? []
      : ['Routing is off: until it is on, every request goes to Anthropic natively.']),
  ];
  return `${lines.join('\n')}\n`;
}

function word({ reason, matched }: RuleVerdict): string {
  if (matched) return 'takes it';
  return isNote(reason) ? 'note    ' : 'passes  ';
}

function outcome(plan: RoutePlan): string {
  if (plan.kind === 'refuse') return `refused: ${plan.message}`;
  if (plan.kind === 'targets') {
    return plan.targets.map(({ provider, model }) => `${provider} ${model}`).join(', then ');
  }
  return `native (Anthropic, with the client’s own login)${plan.rule === null ? '; no rule matches' : ''}`;
}

async function readBody(file: string | undefined): Promise<string> {
  if (file === undefined) return example;
  try {
    return file === '-' ? await text(process.stdin) : await readFile(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new CommandError(`Cannot read the request "${file}" (${code})`, WRONG_USAGE);
  }
}

function readHeaders(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => {
      const match = /^([^:\s]+):\s*(.*)$/.exec(line);
      const [, name, value] = match ?? [];
      if (name === undefined || value === undefined) {
        throw new CommandError(`--header takes 'NAME: VALUE', not "${line}"`, WRONG_USAGE);
      }
      return [name.toLowerCase(), value];
    }),
  );
}

function readTime(time: string): number {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? [];
  if (hours !== undefined && minutes !== undefined) return Number(hours) * 60 + Number(minutes);
  throw new CommandError(`--time takes HH:MM, not "${time}"`, WRONG_USAGE);
}

function minuteNow(): number {
  const now = new Date();
  return now.getHours() * 60 + now.getMinutes();
}
