import type { Quirk } from '../../../shared/domain/quirk.ts';
import { isAlwaysThinking } from '../always-thinking.ts';

export interface ThinkingForm {
  /** What the vendor takes; undefined: nothing, the field goes. */
  readonly thinking: object | undefined;
  readonly why: string;
}

/**
 * `thinking` in the words that a vendor of the same dialect takes; null where it may stay as it is. What nobody says
 * of a vendor is left: a refusal of adaptive thinking is told in the client's own phrase, and the client asks again.
 */
export function formOfThinking(
  thinking: unknown,
  { quirks, model }: { readonly quirks: readonly Quirk[]; readonly model: string },
): ThinkingForm | null {
  if (typeof thinking !== 'object' || thinking === null) return null;
  const has = (quirk: Quirk): boolean => quirks.includes(quirk);
  const {
    type,
    budget_tokens: budget,
    display,
    ...rest
  } = thinking as Readonly<Record<string, unknown>>;
  if (type === 'disabled' && has('thinking-always-on-for-some') && isAlwaysThinking(model)) {
    return { thinking: undefined, why: 'this model always thinks, and refuses to be told not to' };
  }
  const why: string[] = [];
  const isMadeAdaptive = type === 'enabled' && has('thinking-adaptive-only');
  if (isMadeAdaptive) why.push('adaptive here, without a budget');
  const shown = displayFor(display, has);
  if (shown !== display) {
    why.push(shown === undefined ? 'there is no display here' : 'display is summarized here');
  }
  if (why.length === 0) return null;
  const form = {
    type: isMadeAdaptive ? 'adaptive' : type,
    ...(budget === undefined || isMadeAdaptive ? {} : { budget_tokens: budget }),
    ...(shown === undefined ? {} : { display: shown }),
    ...rest,
  };
  return { thinking: form, why: why.join('; ') };
}

/** `updates` needs a beta of Anthropic's. */
function displayFor(display: unknown, has: (quirk: Quirk) => boolean): unknown {
  if (!has('no-anthropic-extras')) return display;
  if (!has('thinking-display')) return undefined;
  return display === 'updates' ? 'summarized' : display;
}
