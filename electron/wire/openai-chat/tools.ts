import type { MessagesRequest, ToolDefinition } from '../../../shared/wire/messages.ts';
import type { ChatDialect } from './dialect.ts';
import { encodeSchema } from './json-schema.ts';
import type { LossReport } from './loss.ts';
import { upstreamToolName } from './tool-names.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Tool fields that are Anthropic's caching or loading hints: gone without loss to the model. */
const silentFields = ['cache_control', 'defer_loading', 'eager_input_streaming', 'type'];
const mappedFields = ['name', 'description', 'input_schema', 'strict'];

interface ChatTool {
  readonly type: 'function';
  readonly function: {
    readonly name: string;
    readonly description?: string;
    readonly parameters: Fields;
    readonly strict?: boolean;
  };
}

/** `tools`, `tool_choice` and `parallel_tool_calls`; {} when no tool is left. */
export function encodeTools(
  request: MessagesRequest,
  dialect: ChatDialect,
  loss: LossReport,
): Fields {
  const offered = request.tools ?? [];
  const strict = strictness(offered, dialect, loss);
  const tools = offered.flatMap((tool, index) =>
    encodeTool(tool, `tools[${index}]`, { strict, dialect, loss }),
  );
  if (tools.length === 0) return {};
  const names = tools.map((tool) => tool.function.name);
  return { tools, ...encodeChoice(request.tool_choice, names, dialect, loss) };
}

interface ToolContext {
  /** `as-asked`: each tool's own word goes; `never`: none does. */
  readonly strict: 'as-asked' | 'never';
  readonly dialect: ChatDialect;
  readonly loss: LossReport;
}

/** Moonshot knows no strict tools, and Cerebras wants all of them strict or none. */
function strictness(
  tools: readonly ToolDefinition[],
  { schema }: ChatDialect,
  loss: LossReport,
): ToolContext['strict'] {
  const wishes = tools.map((tool) => tool['strict'] === true);
  const isRefused =
    schema === 'mfjs' ||
    schema === 'subset' ||
    (schema === 'closed' && wishes.some((wish) => wish !== wishes[0]));
  if (!isRefused) return 'as-asked';
  for (const [index, wish] of wishes.entries()) {
    if (wish) loss.add(`tools[${index}].strict`, 'this provider takes no strict tools like that');
  }
  return 'never';
}

function encodeTool(
  tool: ToolDefinition,
  path: string,
  { strict, dialect, loss }: ToolContext,
): readonly ChatTool[] {
  if (tool.type !== undefined && tool.type !== 'custom') {
    loss.add(path, `the server tool ${tool.type} runs at Anthropic only`);
    return [];
  }
  if (tool['defer_loading'] === true && tool.name === 'DeferredToolPlaceholder') {
    loss.add(path, 'a placeholder of the client that is never called');
    return [];
  }
  for (const field of Object.keys(tool)) {
    if (silentFields.includes(field) || mappedFields.includes(field)) continue;
    loss.add(`${path}.${field}`, 'chat completions have no such tool field');
  }
  const isStrict = strict === 'as-asked' && typeof tool['strict'] === 'boolean';
  // A vendor's strict dialect binds strict tools only.
  const isFree = dialect.schema === 'closed' && !(isStrict && tool['strict'] === true);
  const { schema, lost } = encodeSchema(tool.input_schema, isFree ? 'plain' : dialect.schema);
  if (lost.length > 0) {
    loss.add(`${path}.input_schema`, `this provider's schemas have no ${lost.join(', ')}`);
  }
  return [
    {
      type: 'function',
      function: {
        name: upstreamToolName(tool.name),
        ...(tool.description === undefined ? {} : { description: tool.description }),
        parameters: schema,
        ...(isStrict ? { strict: tool['strict'] === true } : {}),
      },
    },
  ];
}

function encodeChoice(
  choice: MessagesRequest['tool_choice'],
  names: readonly string[],
  dialect: ChatDialect,
  loss: LossReport,
): Fields {
  if (!choice) return {};
  const isSerial = choice['disable_parallel_tool_use'] === true;
  if (isSerial && !dialect.parallelToolCalls) {
    loss.add('tool_choice.disable_parallel_tool_use', 'this provider has no such switch');
  }
  const serial = isSerial && dialect.parallelToolCalls ? { parallel_tool_calls: false } : {};
  if (dialect.toolChoice === 'none') {
    if (choice.type !== 'auto') loss.add('tool_choice', 'this provider knows no tool choice');
    return serial;
  }
  return { tool_choice: choiceValue(choice, names, dialect, loss), ...serial };
}

function choiceValue(
  choice: NonNullable<MessagesRequest['tool_choice']>,
  names: readonly string[],
  dialect: ChatDialect,
  loss: LossReport,
): unknown {
  if (choice.type === 'none' || choice.type === 'auto') return choice.type;
  if (dialect.toolChoice === 'auto') {
    loss.add('tool_choice', `this provider knows no forced choice: auto instead of ${choice.type}`);
    return 'auto';
  }
  if (choice.type === 'any') return 'required';
  const name = upstreamToolName(choice.name ?? '');
  if (choice.type === 'tool' && names.includes(name)) {
    return { type: 'function', function: { name } };
  }
  loss.add('tool_choice', `${choice.name ?? choice.type} is not among the tools that are sent`);
  return 'auto';
}
