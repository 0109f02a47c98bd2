import type { Configuration } from '../../shared/domain/configuration.ts';
import { gatewayError, type GatewayError } from '../../shared/domain/gateway-error.ts';
import type { Admission } from './access.ts';
import { findModel, listModels } from './models-route.ts';

/** What a request of an admitted caller is. */
export type GatewayRoute =
  | { readonly kind: 'messages' }
  | { readonly kind: 'native' }
  | { readonly kind: 'answer'; readonly body: object }
  | { readonly kind: 'error'; readonly error: GatewayError };

const MODELS = '/v1/models';

/**
 * The route table (config.md 3). With routing off only the Messages API is looked at, and all of it goes native. Whether
 * native may be gone to is the exchange's to say, by the one configuration that it reads.
 */
export function chooseRoute(
  method: string,
  { path }: Pick<Admission, 'path'>,
  configuration: Configuration,
): GatewayRoute {
  if (path === '/v1/messages' || path === '/v1/messages/count_tokens') {
    return method === 'POST' ? { kind: 'messages' } : notAllowed(method, path);
  }
  if (!configuration.routing) return { kind: 'native' };
  if (path === MODELS || path.startsWith(`${MODELS}/`)) {
    return method === 'GET' ? answerModels(path, configuration) : notAllowed(method, path);
  }
  if (path === '/v1/responses' || path === '/v1/chat/completions') {
    return failing(
      gatewayError('wire-unsupported', `Switchyard does not serve ${path} yet`, {
        shouldRetry: false,
      }),
    );
  }
  return { kind: 'native' };
}

function answerModels(path: string, configuration: Configuration): GatewayRoute {
  if (path === MODELS) return { kind: 'answer', body: listModels(configuration) };
  const id = decodeSafely(path.slice(MODELS.length + 1));
  const model = findModel(configuration, id);
  if (model !== null) return { kind: 'answer', body: model };
  return failing(gatewayError('not-found', `No configured provider has the model ${id}`));
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A broken escape names no model, and the message should show what was asked for.
    return text;
  }
}

function notAllowed(method: string, path: string): GatewayRoute {
  return failing(gatewayError('method-not-allowed', `${path} does not take ${method}`));
}

function failing(error: GatewayError): GatewayRoute {
  return { kind: 'error', error };
}
