import { Buffer } from 'node:buffer';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { chatProviders } from './chat-providers.ts';
import { chatCallId, chatFrames } from './chat-style.ts';
import { anthropicAnswer, openaiAnswer, type Block } from './dialects.ts';
import { messagesProviders } from './messages-providers.ts';
import { messagesCallId, messagesFrames } from './messages-style.ts';
import type { ProviderStyle } from './provider-style.ts';
import type { Script } from './scripted-upstream.ts';

/** Every vendor by every wire that it is asked in. */
export const providerStyles: readonly ProviderStyle[] = [...chatProviders, ...messagesProviders];

/** Prime and small: no cut falls on a frame's end for long, many fall within a character. */
const CUTS = [61, 7, 131, 3, 17, 251];

/** Answers as the vendor would, in pieces cut anywhere. Without `stream` the plain dialect has to do. */
export function styledAnswer(style: ProviderStyle, blocks: readonly Block[], turn: number): Script {
  return async (response, request, index) => {
    const asked = JSON.parse(request.body.toString()) as { readonly stream?: boolean };
    if (asked.stream !== true) {
      const plain = style.wire === 'openai-chat' ? openaiAnswer : anthropicAnswer;
      plain(blocks)(response, request, index);
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const bytes = Buffer.from(styledFrames(style, blocks, turn).join(''));
    for (let at = 0, cut = turn; at < bytes.length; cut += 1) {
      const size = CUTS[cut % CUTS.length] ?? 1;
      response.write(bytes.subarray(at, at + size));
      at += size;
      // A piece of its own on the socket, instead of one that the runtime joins with the next.
      await nextTurn();
    }
    response.end();
  };
}

/** The id that the vendor gives the call with this number in its answer. */
export function callIdOf(style: ProviderStyle, turn: number, call: number, name: string): string {
  return style.wire === 'openai-chat'
    ? chatCallId(style.traits, turn, call, name)
    : messagesCallId(style.traits, turn, call);
}

function styledFrames(
  style: ProviderStyle,
  blocks: readonly Block[],
  turn: number,
): readonly string[] {
  return style.wire === 'openai-chat'
    ? chatFrames(style.traits, blocks, turn)
    : messagesFrames(style.traits, blocks, turn);
}
