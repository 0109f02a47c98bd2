import type { WireFormat } from '../../shared/domain/provider.ts';

/** One of free-claude-code's providers: where it is and which variables hold its key and address. */
export interface FreeVendor {
  readonly wire: WireFormat;
  readonly address: string;
  readonly key: string | null;
  readonly addressIn?: string;
}

const chat = (address: string, key: string | null, addressIn?: string): FreeVendor => ({
  wire: 'openai-chat',
  address,
  key,
  ...(addressIn === undefined ? {} : { addressIn }),
});
const messages = (address: string, key: string | null, addressIn?: string): FreeVendor => ({
  ...chat(address, key, addressIn),
  wire: 'anthropic-messages',
});

/** By the prefix in `MODEL=prefix/model`. Vendors with an endpoint for Messages are reached there, as our catalogue does. */
export const freeVendors: Readonly<Record<string, FreeVendor>> = {
  nvidia_nim: chat('https://integrate.api.nvidia.com/v1', 'NVIDIA_NIM_API_KEY'),
  openai: chat('https://api.openai.com/v1', 'OPENAI_API_KEY'),
  azure_openai: chat('', 'AZURE_OPENAI_API_KEY', 'AZURE_OPENAI_BASE_URL'),
  open_router: messages('https://openrouter.ai/api', 'OPENROUTER_API_KEY'),
  gemini: chat('https://generativelanguage.googleapis.com/v1beta/openai', 'GEMINI_API_KEY'),
  deepseek: messages('https://api.deepseek.com/anthropic', 'DEEPSEEK_API_KEY'),
  mistral: chat('https://api.mistral.ai/v1', 'MISTRAL_API_KEY'),
  mistral_codestral: chat('https://codestral.mistral.ai/v1', 'CODESTRAL_API_KEY'),
  vercel: chat('https://ai-gateway.vercel.sh/v1', 'AI_GATEWAY_API_KEY'),
  huggingface: chat('https://router.huggingface.co/v1', 'HUGGINGFACE_API_KEY'),
  cohere: chat('https://api.cohere.ai/compatibility/v1', 'COHERE_API_KEY'),
  wafer: chat('https://pass.wafer.ai/v1', 'WAFER_API_KEY'),
  kimi: messages('https://api.moonshot.ai/anthropic', 'KIMI_API_KEY'),
  kimi_code: messages('https://api.kimi.com/coding', 'KIMI_CODE_API_KEY'),
  minimax: messages('https://api.minimax.io/anthropic', 'MINIMAX_API_KEY'),
  cerebras: chat('https://api.cerebras.ai/v1', 'CEREBRAS_API_KEY'),
  groq: chat('https://api.groq.com/openai/v1', 'GROQ_API_KEY'),
  xai: chat('https://api.x.ai/v1', 'XAI_API_KEY'),
  together: chat('https://api.together.ai/v1', 'TOGETHER_API_KEY'),
  deepinfra: chat('https://api.deepinfra.com/v1/openai', 'DEEPINFRA_API_KEY'),
  siliconflow: chat('https://api.siliconflow.com/v1', 'SILICONFLOW_API_KEY'),
  nebius: chat('https://api.tokenfactory.nebius.com/v1', 'NEBIUS_API_KEY'),
  chutes: chat('https://llm.chutes.ai/v1', 'CHUTES_API_KEY'),
  featherless: chat('https://api.featherless.ai/v1', 'FEATHERLESS_API_KEY'),
  sambanova: chat('https://api.sambanova.ai/v1', 'SAMBANOVA_API_KEY'),
  kilo: chat('https://api.kilo.ai/api/gateway', 'KILO_API_KEY'),
  fireworks: messages('https://api.fireworks.ai/inference', 'FIREWORKS_API_KEY'),
  novita: chat('https://api.novita.ai/openai/v1', 'NOVITA_API_KEY'),
  scaleway: chat('https://api.scaleway.ai/v1', 'SCW_SECRET_KEY'),
  zai: messages('https://api.z.ai/api/anthropic', 'ZAI_API_KEY'),
  zai_api: chat('https://api.z.ai/api/paas/v4', 'ZAI_API_KEY'),
  opencode_zen: chat('https://opencode.ai/zen/v1', 'OPENCODE_API_KEY'),
  opencode_go: chat('https://opencode.ai/zen/go/v1', 'OPENCODE_API_KEY'),
  ollama_cloud: chat('https://ollama.com/v1', 'OLLAMA_API_KEY'),
  bedrock: chat(
    'https://bedrock-mantle.us-east-1.api.aws/v1',
    'AWS_BEARER_TOKEN_BEDROCK',
    'BEDROCK_BASE_URL',
  ),
  lmstudio: messages('http://localhost:1234', null, 'LM_STUDIO_BASE_URL'),
  llamacpp: messages('http://localhost:8080', null, 'LLAMACPP_BASE_URL'),
  ollama: messages('http://localhost:11434', null, 'OLLAMA_BASE_URL'),
};
