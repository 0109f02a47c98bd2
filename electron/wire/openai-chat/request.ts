import { gatewayError, type GatewayError } from '../../../shared/domain/gateway-error.ts';
import type { MessagesRequest } from '../../../shared/wire/messages.ts';
import type { UpstreamRequest, WireTarget } from '../adapter.ts';
import { dialectOf, type ChatDialect } from './dialect.ts';
import { encodeSchema } from './json-schema.ts';
import { LossReport } from './loss.ts';
import { encodeMessages } from './messages.ts';
import { encodeThinking, isThinkingWanted } from './thinking.ts';
import { encodeTools } from './tools.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Read below; every other top-level field is dropped and reported. */
const handledFields = [
  'model',
  'messages',
  'system',
  'max_tokens',
  'stream',
  'tools',
  'tool_choice',
  'thinking',
  'output_config',
  'temperature',
  'top_p',
  'stop_sequences',
  // A mark for Anthropic's cache; other vendors cache by themselves.
  'cache_control',
];

/**
 * A Messages request as `POST …/chat/completions`. Nothing is lost silently but cache marks: see `dropped`.
 * Call `unsupportedField` first; its fields are not answered here.
 * @see https://platform.openai.com/docs/api-reference/chat/create
 */
export function encodeRequest(request: MessagesRequest, target: WireTarget): UpstreamRequest {
  const dialect = dialectOf(target.provider);
  const loss = new LossReport();
  for (const field of Object.keys(request)) {
    if (!handledFields.includes(field)) loss.add(field, 'chat completions have no such field');
  }
  const format = encodeFormat(request, dialect, loss);
  const context = {
    dialect,
    providerId: target.provider.id,
    model: target.model,
    loss,
    note: format.note,
    // On unless it is switched off: that is how this vendor's models start.
    needsReasoning:
      dialect.reasoningRequired && isThinkingWanted(request, target.options) !== false,
  };
  const content = JSON.stringify({
    messages: encodeMessages(request, context),
    ...encodeTools(request, dialect, loss),
    ...format.fields,
  });
  const settings = JSON.stringify({
    ...encodeLimit(request, target, content.length, dialect, loss),
    ...encodeSampling(request, target.model, dialect, loss),
    ...encodeThinking(request, target.model, target.options, dialect, loss),
    ...encodeStream(request, target.model, dialect),
  });
  return {
    url: chatUrl(target.provider.baseUrl),
    headers: {
      'content-type': 'application/json',
      accept: request.stream === true ? 'text/event-stream' : 'application/json',
    },
    body: new TextEncoder().encode(
      joinObjects([JSON.stringify({ model: target.model }), content, settings]),
    ),
    dropped: loss.dropped,
  };
}

/** Written objects as one. The prompt is megabytes at times, so it is written once, to be measured and to be sent. */
function joinObjects(objects: readonly string[]): string {
  const members = objects.map((text) => text.slice(1, -1)).filter((text) => text !== '');
  return `{${members.join(',')}}`;
}

/** A field that no other upstream can honour and that the client wants refused by name, to go on without it. */
export function unsupportedField(request: MessagesRequest): GatewayError | null {
  return request['safeguards'] === undefined
    ? null
    : gatewayError('bad-request', 'safeguards: Extra inputs are not permitted by this provider');
}

/** `…/chat/completions` is added unless the base address ends in it; a query stays where it is. */
export function chatUrl(baseUrl: string): string {
  const [path = '', query] = baseUrl.split('?', 2);
  const trimmed = path.replace(/\/+$/, '');
  const full = trimmed.endsWith('/chat/completions') ? trimmed : `${trimmed}/chat/completions`;
  return query === undefined ? full : `${full}?${query}`;
}

/** Roughly; a prompt estimate only has to keep the sum inside small contexts. */
const CHARACTERS_PER_TOKEN = 3;
const LEAST_USEFUL_TOKENS = 256;

function encodeLimit(
  request: MessagesRequest,
  { provider, model, options }: WireTarget,
  contentCharacters: number,
  dialect: ChatDialect,
  loss: LossReport,
): Fields {
  const known = provider.models.find(({ id }) => id === model);
  const room = (known?.contextTokens ?? Infinity) - contentCharacters / CHARACTERS_PER_TOKEN;
  const asked = request.max_tokens ?? Infinity;
  const limit = Math.min(
    asked,
    options?.maxOutputTokens ?? Infinity,
    known?.maxOutputTokens ?? Infinity,
    // Too little room is left to the upstream to refuse in its own words.
    request.max_tokens !== undefined && room >= LEAST_USEFUL_TOKENS ? Math.floor(room) : Infinity,
  );
  if (limit < asked && asked !== Infinity) {
    loss.add('max_tokens', `lowered from ${asked} to ${limit}, the most that this target takes`);
  }
  return limit === Infinity ? {} : { [dialect.maxTokensField]: limit };
}

function encodeSampling(
  request: MessagesRequest,
  model: string,
  dialect: ChatDialect,
  loss: LossReport,
): Fields {
  const stops = request.stop_sequences ?? [];
  if (dialect.fixedSampling(model)) {
    for (const field of ['temperature', 'top_p', 'stop_sequences']) {
      if (request[field] !== undefined) loss.add(field, 'this model refuses it');
    }
    return {};
  }
  if (stops.length > dialect.maxStops) {
    loss.add('stop_sequences', `this provider takes ${dialect.maxStops}, the rest is left out`);
  }
  return {
    ...encodeTemperature(request, dialect, loss),
    ...(request.top_p === undefined ? {} : { top_p: request.top_p }),
    ...(stops.length === 0 ? {} : { stop: stops.slice(0, dialect.maxStops) }),
  };
}

/** The least that MiniMax takes: it refuses 0. */
const LEAST_TEMPERATURE = 0.01;

function encodeTemperature(
  { temperature }: MessagesRequest,
  { temperatureAboveZero }: ChatDialect,
  loss: LossReport,
): Fields {
  if (temperature === undefined) return {};
  if (!temperatureAboveZero || temperature >= LEAST_TEMPERATURE) return { temperature };
  loss.add('temperature', `raised from ${temperature} to ${LEAST_TEMPERATURE}: 0 is refused`);
  return { temperature: LEAST_TEMPERATURE };
}

function encodeStream(request: MessagesRequest, model: string, dialect: ChatDialect): Fields {
  if (request.stream !== true) return {};
  const hasTools = (request.tools ?? []).length > 0;
  return {
    stream: true,
    ...(dialect.streamOptions ? { stream_options: { include_usage: true } } : {}),
    ...(hasTools && dialect.toolStreamSwitch(model) ? { tool_stream: true } : {}),
  };
}

/** `output_config.format` (the client names sessions with it). */
function encodeFormat(
  request: MessagesRequest,
  dialect: ChatDialect,
  loss: LossReport,
): { readonly fields: Fields; readonly note: string } {
  const { effort: _effort, format, ...rest } = request.output_config ?? {};
  for (const field of Object.keys(rest)) {
    loss.add(`output_config.${field}`, 'chat completions have no such field');
  }
  const { type, schema } = (format ?? {}) as Fields;
  if (type !== 'json_schema' || schema === undefined) return { fields: {}, note: '' };
  if (dialect.responseFormat === 'json_object') {
    loss.add('output_config.format', 'this provider promises JSON, but not this schema');
    // This form is refused unless the prompt speaks of JSON.
    const note = `Answer with one JSON object that matches this schema: ${JSON.stringify(schema)}`;
    return { fields: { response_format: { type: 'json_object' } }, note };
  }
  const encoded = encodeSchema(schema, dialect.schema);
  if (encoded.lost.length > 0) {
    const why = `this provider's schemas have no ${encoded.lost.join(', ')}`;
    loss.add('output_config.format.schema', why);
  }
  const named = { type: 'json_schema', json_schema: { name: 'answer', schema: encoded.schema } };
  return { fields: { response_format: named }, note: '' };
}
