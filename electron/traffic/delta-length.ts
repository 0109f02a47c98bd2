import type { ContentDelta } from '../../shared/wire/messages.ts';

/** Characters of a delta's one string. */
export function deltaLength(delta: ContentDelta): number {
  switch (delta.type) {
    case 'text_delta':
      return delta.text.length;
    case 'thinking_delta':
      return delta.thinking.length;
    case 'input_json_delta':
      return delta.partial_json.length;
    case 'signature_delta':
      return delta.signature.length;
  }
}
