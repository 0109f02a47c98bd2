import type { WireFormat } from '../../shared/domain/provider.ts';
import type { Draft } from './draft.ts';
import { countOf, fieldsOf, listOf, textOf } from './reading.ts';
import type { Fields } from './reading.ts';

/** What claude-code-router's `transformer` of one provider comes to here. */
export interface Transformed {
  readonly wire: WireFormat | null;
  readonly useBearer: boolean;
  /** Caps of `maxtoken`: for all models under '', else by model. */
  readonly maxOutputTokens: ReadonlyMap<string, number>;
  /** `reasoning` with `enable: false`: for all models under '', else by model. */
  readonly thinkingOff: ReadonlySet<string>;
  readonly isGemini: boolean;
}

/** Quirks that our wires handle for each vendor by themselves. */
const builtIn = new Set(
  'openai deepseek reasoning openrouter groq cerebras vercel enhancetool cleancache streamoptions maxcompletiontokens'.split(
    ' ',
  ),
);
const wiresByName: Readonly<Record<string, WireFormat>> = {
  anthropic: 'anthropic-messages',
  'openai-response': 'openai-responses',
  'vertex-gemini': 'vertex',
  'vertex-claude': 'vertex',
};
/** These send fixed fields along, or rewrite the prompt. */
const parameterSetters = new Set(['sampling', 'customparams', 'forcereasoning', 'tooluse']);

interface Step {
  readonly name: string;
  readonly options: Fields;
  readonly path: string;
  /** '' for all models of the provider. */
  readonly model: string;
}

/** Reads `transformer: { use: […], MODEL: { use: […] } }`; what has no counterpart is reported, by name only. */
export function readTransformers(value: unknown, path: string, draft: Draft): Transformed {
  const maxOutputTokens = new Map<string, number>();
  const thinkingOff = new Set<string>();
  let wire: WireFormat | null = null;
  let useBearer = false;
  let isGemini = false;
  for (const step of stepsOf(value, path)) {
    const name = step.name.toLowerCase();
    if (name === 'gemini') isGemini = true;
    else if (name === 'maxtoken') {
      const cap = countOf(step.options['max_tokens']);
      if (cap !== undefined) maxOutputTokens.set(step.model, cap);
    } else if (wiresByName[name] !== undefined && step.model === '') {
      wire = wiresByName[name];
      useBearer = step.options['UseBearer'] === true;
    } else if (name === 'reasoning' && step.options['enable'] === false) {
      thinkingOff.add(step.model);
    } else if (builtIn.has(name)) {
      if (step.options['provider'] !== undefined) draft.lose(step.path, 'parameters');
    } else {
      draft.lose(step.path, parameterSetters.has(name) ? 'parameters' : 'transformer', step.name);
    }
  }
  return { wire, useBearer, maxOutputTokens, thinkingOff, isGemini };
}

function stepsOf(value: unknown, path: string): readonly Step[] {
  return Object.entries(fieldsOf(value)).flatMap(([key, inner]) => {
    const model = key === 'use' ? '' : key;
    const steps = listOf(key === 'use' ? inner : fieldsOf(inner)['use']);
    return steps.map((step, index): Step => {
      const [name, options] = Array.isArray(step) ? (step as unknown[]) : [step];
      const place = model === '' ? 'use' : `${model}.use`;
      return {
        name: textOf(name),
        options: fieldsOf(options),
        path: `${path}.${place}[${String(index)}]`,
        model,
      };
    });
  });
}
