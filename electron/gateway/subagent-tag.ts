import type { ContentBlock, MessagesRequest, TextBlock } from '../../shared/wire/messages.ts';

/** Only at the start of a block: a page or file that merely quotes a tag must not steer a request. */
const tagAtStart =
  /^\s*<CCR-SUBAGENT-MODEL>([^<>,/]{1,200})[,/]([^<>]{1,400})<\/CCR-SUBAGENT-MODEL>\s*/;

export interface SubagentTag {
  readonly provider: string;
  readonly model: string;
}

/** `<CCR-SUBAGENT-MODEL>provider,model</…>` at the start of a system block or of a block of the first user message. */
export function findSubagentTag(request: MessagesRequest): SubagentTag | null {
  for (const text of taggableTexts(request)) {
    const match = tagAtStart.exec(text);
    const [, provider, model] = match ?? [];
    if (provider !== undefined && model !== undefined) {
      return { provider: provider.trim(), model: model.trim() };
    }
  }
  return null;
}

/** The same request without its tags, as it is sent; the very same object when there are none. */
export function withoutSubagentTag(request: MessagesRequest): MessagesRequest {
  if (findSubagentTag(request) === null) return request;
  const first = request.messages.findIndex(({ role }) => role === 'user');
  return {
    ...request,
    ...(request.system === undefined ? {} : { system: stripSystem(request.system) }),
    messages: request.messages.map((message, index) =>
      index === first ? { ...message, content: stripContent(message.content) } : message,
    ),
  };
}

function* taggableTexts({ system, messages }: MessagesRequest): Generator<string> {
  yield* textsOf(system ?? []);
  yield* textsOf(messages.find(({ role }) => role === 'user')?.content ?? []);
}

function* textsOf(content: string | readonly ContentBlock[]): Generator<string> {
  if (typeof content === 'string') {
    yield content;
    return;
  }
  for (const block of content) {
    if (block.type === 'text' && typeof block.text === 'string') yield block.text;
  }
}

function stripSystem(system: string | readonly TextBlock[]): string | readonly TextBlock[] {
  if (typeof system === 'string') return system.replace(tagAtStart, '');
  return system.map((block) => ({ ...block, text: block.text.replace(tagAtStart, '') }));
}

function stripContent(content: string | readonly ContentBlock[]): string | readonly ContentBlock[] {
  if (typeof content === 'string') return content.replace(tagAtStart, '');
  return content.map((block) =>
    block.type === 'text' && typeof block.text === 'string'
      ? { ...block, text: block.text.replace(tagAtStart, '') }
      : block,
  );
}
