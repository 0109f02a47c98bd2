import { secretForms, withoutForms } from '../../shared/base/redact.ts';
import type { ContentDelta, MessagesEvent } from '../../shared/wire/messages.ts';

/** Blanks what was sent as a credential from all that is told of the answer; an upstream may quote it anywhere. */
export type Blank = (text: string) => string;

export function blankOf(credentials: readonly string[]): Blank {
  const forms = credentials.flatMap(secretForms);
  return (text) => withoutForms(text, forms);
}

/** The event as it is where nothing in it is blanked, else a copy. Cheap for deltas, which come by the thousand. */
export function blankEvent(event: MessagesEvent, blank: Blank): MessagesEvent {
  if (event.type !== 'content_block_delta') return blankStrings(event, blank) as MessagesEvent;
  const delta = blankDelta(event.delta, blank);
  return delta === event.delta ? event : { ...event, delta };
}

function blankDelta(delta: ContentDelta, blank: Blank): ContentDelta {
  switch (delta.type) {
    case 'text_delta': {
      const text = blank(delta.text);
      return text === delta.text ? delta : { ...delta, text };
    }
    case 'thinking_delta': {
      const thinking = blank(delta.thinking);
      return thinking === delta.thinking ? delta : { ...delta, thinking };
    }
    case 'input_json_delta': {
      const json = blank(delta.partial_json);
      return json === delta.partial_json ? delta : { ...delta, partial_json: json };
    }
    default:
      return delta;
  }
}

function blankStrings(value: unknown, blank: Blank): unknown {
  if (typeof value === 'string') return blank(value);
  if (Array.isArray(value)) return value.map((item: unknown) => blankStrings(item, blank));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, blankStrings(item, blank)]),
  );
}
