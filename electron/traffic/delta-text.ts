import type { ContentDelta } from '../../shared/wire/messages.ts';

/** What the model wrote in a delta: text, thinking or arguments. A signature is none of these. */
export function deltaText(delta: ContentDelta): string {
  switch (delta.type) {
    case 'text_delta':
      return delta.text;
    case 'thinking_delta':
      return delta.thinking;
    case 'input_json_delta':
      return delta.partial_json;
    case 'signature_delta':
      return '';
  }
}

/** Characters of a delta's one string. */
export function deltaLength(delta: ContentDelta): number {
  return delta.type === 'signature_delta' ? delta.signature.length : deltaText(delta).length;
}
