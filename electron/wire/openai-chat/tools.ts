import type { MessagesRequest, ToolDefinition } from '../../../shared/wire/messages.ts';
import type { ChatDialect } from './dialect.ts';
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
  const tools = (request.tools ?? []).flatMap((tool, index) =>
    encodeTool(tool, `tools[${index}]`, loss),
  );
  if (tools.length === 0) return {};
  const names = tools.map((tool) => tool.function.name);
  return { tools, ...encodeChoice(request.tool_choice, names, dialect, loss) };
}

function encodeTool(tool: ToolDefinition, path: string, loss: LossReport): readonly ChatTool[] {
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
  return [
    {
      type: 'function',
      function: {
        name: upstreamToolName(tool.name),
        ...(tool.description === undefined ? {} : { description: tool.description }),
        parameters: encodeSchema(tool.input_schema),
        ...(typeof tool['strict'] === 'boolean' ? { strict: tool['strict'] } : {}),
      },
    },
  ];
}

/** `$schema` is refused by several vendors, and so is a schema without an object at its root. */
export function encodeSchema(schema: unknown): Fields {
  const { $schema: _dialect, ...rest } = (schema ?? {}) as Fields;
  if (Object.keys(rest).length === 0) return { type: 'object', properties: {} };
  const isObject = rest['type'] === 'object' || rest['type'] === undefined;
  return isObject ? { ...rest, type: 'object', properties: rest['properties'] ?? {} } : rest;
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
  return { tool_choice: choiceValue(choice, names, dialect, loss), ...serial };
}

function choiceValue(
  choice: NonNullable<MessagesRequest['tool_choice']>,
  names: readonly string[],
  dialect: ChatDialect,
  loss: LossReport,
): unknown {
  if (choice.type === 'none' || choice.type === 'auto') return choice.type;
  if (!dialect.forcedToolChoice) {
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
