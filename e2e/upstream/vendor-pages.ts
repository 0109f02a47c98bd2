import type { EndpointOptions } from './endpoint-options.ts';

/** What each server says about itself; undefined where it has no such path. */
export function vendorPage(options: EndpointOptions, path: string): unknown {
  const { server, model, contextTokens, maxContextTokens = contextTokens, version } = options;
  const list = (extra: Readonly<Record<string, unknown>>) => ({
    object: 'list',
    data: [{ id: model, object: 'model', ...extra }],
  });
  const tables: Readonly<Record<EndpointOptions['server'], Readonly<Record<string, unknown>>>> = {
    vllm: {
      '/version': { version },
      '/v1/models': list({ owned_by: 'vllm', max_model_len: contextTokens }),
    },
    ollama: {
      '/api/version': { version },
      '/api/tags': { models: [{ name: model, model }] },
      '/api/show': {
        model_info: {
          'general.architecture': 'scripted',
          'scripted.context_length': maxContextTokens,
        },
        parameters: 'stop "<end>"',
      },
      '/api/ps': { models: [{ name: model, model, context_length: contextTokens }] },
      '/v1/models': list({ owned_by: 'library' }),
    },
    llamacpp: {
      '/props': { default_generation_settings: { n_ctx: contextTokens }, build_info: 'b6000' },
      '/v1/models': list({ owned_by: 'llamacpp', meta: { n_ctx_train: maxContextTokens } }),
    },
    lmstudio: {
      '/api/v0/models': list({
        type: 'llm',
        state: 'loaded',
        loaded_context_length: contextTokens,
        max_context_length: maxContextTokens,
      }),
      '/v1/models': list({ owned_by: 'organization_owner' }),
    },
    plain: { '/v1/models': list({ owned_by: 'scripted' }) },
    'web-page': {},
  };
  return tables[server][path];
}
