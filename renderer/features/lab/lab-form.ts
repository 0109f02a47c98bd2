import type { LabRequest } from '../../../shared/domain/lab.ts';

/** What is sent when the person changes nothing but the address. */
export const usualRequest: LabRequest = {
  baseUrl: '',
  wire: 'auto',
  model: null,
  providerId: null,
  maxConcurrency: 16,
  outputTokens: 128,
};

export const concurrencyChoices = [0, 1, 2, 4, 8, 16] as const;

export interface LabForm {
  readonly baseUrl: string;
  readonly wire: LabRequest['wire'];
  readonly model: string;
  readonly providerId: string;
  readonly maxConcurrency: string;
  readonly outputTokens: string;
}

export function formOf(request: LabRequest): LabForm {
  return {
    baseUrl: request.baseUrl,
    wire: request.wire,
    model: request.model ?? '',
    providerId: request.providerId ?? '',
    maxConcurrency: String(request.maxConcurrency),
    outputTokens: String(request.outputTokens),
  };
}

export type ReadLabForm =
  | { readonly ok: true; readonly request: LabRequest }
  | {
      readonly ok: false;
      readonly problems: { readonly baseUrl: boolean; readonly outputTokens: boolean };
    };

/** The request that the form describes, or which fields are wrong. A bare `host:port` gets its `http://`. */
export function readForm(form: LabForm): ReadLabForm {
  const baseUrl = absoluteUrl(form.baseUrl.trim());
  const outputTokens = /^\d+$/.test(form.outputTokens.trim()) ? Number(form.outputTokens) : 0;
  const hasTokens = outputTokens >= 8 && outputTokens <= 4096;
  if (baseUrl === null || !hasTokens)
    return { ok: false, problems: { baseUrl: baseUrl === null, outputTokens: !hasTokens } };
  return {
    ok: true,
    request: {
      baseUrl,
      wire: form.wire,
      model: form.model.trim() === '' ? null : form.model.trim(),
      providerId: form.providerId === '' ? null : form.providerId,
      maxConcurrency: Number(form.maxConcurrency),
      outputTokens,
    },
  };
}

function absoluteUrl(text: string): string | null {
  const withScheme = /^[\w.-]+:\d+(\/|$)/.test(text) ? `http://${text}` : text;
  if (!URL.canParse(withScheme)) return null;
  return /^https?:$/.test(new URL(withScheme).protocol) ? withScheme : null;
}
