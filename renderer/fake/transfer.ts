import type { ImportPreview } from '../../shared/domain/transfer.ts';

/** What somebody's link might hold, with something to look at twice. */
export const fakeSharedPreview: ImportPreview = {
  previewId: 'preview-2',
  source: 'switchyard',
  fileName: '',
  providers: [
    {
      id: 'minimax-2',
      name: 'MiniMax',
      wire: 'anthropic-messages',
      baseUrl: 'https://api.minimax.example/anthropic',
      keys: [{ id: 'main', env: null, present: false }],
    },
  ],
  profiles: [
    {
      id: 'hybrid-2',
      name: 'Hybrid of a friend',
      rules: [
        { id: 'long', name: 'Long context', targets: ['minimax-2 MiniMax-M2.7'] },
        { id: 'rest', name: 'Everything else', targets: ['zai glm-5.2'] },
      ],
    },
  ],
  notCarried: [],
  warnings: [
    {
      provider: 'minimax-2',
      why: 'strange-host',
      about: 'MiniMax',
      host: 'api.minimax.example',
    },
  ],
  already: [{ name: 'Z.AI', baseUrl: 'https://api.z.ai/api/anthropic' }],
};

export const fakePreview: ImportPreview = {
  previewId: 'preview-1',
  source: 'ccr',
  fileName: 'config.json',
  providers: [
    {
      id: 'zai-2',
      name: 'zai',
      wire: 'openai-chat',
      baseUrl: 'https://api.z.ai/api/coding/paas/v4',
      keys: [{ id: 'main', env: 'ZAI_API_KEY', present: true }],
    },
    {
      id: 'minimax-2',
      name: 'minimax',
      wire: 'anthropic-messages',
      baseUrl: 'https://api.minimax.io/anthropic',
      keys: [{ id: 'main', env: null, present: true }],
    },
    {
      id: 'ollama-2',
      name: 'ollama',
      wire: 'openai-chat',
      baseUrl: 'http://localhost:11434/v1',
      keys: [],
    },
  ],
  profiles: [
    {
      id: 'ccr',
      name: 'claude-code-router',
      rules: [
        { id: 'long-context', name: 'Long context', targets: ['minimax MiniMax-M2.7'] },
        { id: 'default', name: 'Everything else', targets: ['zai glm-5.2'] },
      ],
    },
  ],
  notCarried: [
    { path: 'APIKEY', why: 'own-token', detail: '' },
    { path: 'Providers[0].transformer.use[1]', why: 'transformer', detail: 'homemade' },
  ],
  warnings: [],
  already: [],
};
