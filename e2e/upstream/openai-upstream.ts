import { openaiFrames } from './dialects.ts';
import { startScriptedUpstream, type ScriptedUpstream } from './scripted-upstream.ts';

const usage = {
  prompt_tokens: 12_000,
  completion_tokens: 640,
  prompt_tokens_details: { cached_tokens: 9000 },
};

/**
 * An OpenAI-style vendor that answers every chat with the same text and usage (12,000 in, of them 9,000 cached; 640
 * out). "please fail" is answered with 500, "please cut" loses its stream in the middle.
 */
export async function openaiUpstream(): Promise<ScriptedUpstream> {
  return startScriptedUpstream((response, request) => {
    const body = request.body.toString();
    if (body.includes('please fail')) {
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ error: { message: 'The model crashed', type: 'server_error' } }),
      );
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const frames = openaiFrames([
      { type: 'text', text: 'The handler answers 500 since the guard returns early.' },
    ]);
    if (body.includes('please cut')) {
      for (const frame of frames.slice(0, 2)) response.write(frame);
      setTimeout(() => response.destroy(), 50);
      return;
    }
    for (const frame of frames.filter((one) => !one.includes('[DONE]'))) response.write(frame);
    response.end(`data: ${JSON.stringify({ id: 'u', choices: [], usage })}\n\ndata: [DONE]\n\n`);
  });
}
