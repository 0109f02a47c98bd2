import { openaiFrames } from './dialects.ts';
import { startScriptedUpstream, type Script, type ScriptedUpstream } from './scripted-upstream.ts';

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
    if (request.method !== 'POST') {
      response
        .writeHead(404, { 'content-type': 'application/json' })
        .end('{"error":{"message":"Not found"}}');
      return;
    }
    if (body.includes('please fail')) {
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ error: { message: 'The model crashed', type: 'server_error' } }),
      );
      return;
    }
    const asked = JSON.parse(body) as { readonly stream?: boolean };
    if (asked.stream !== true) {
      response.writeHead(200, { 'content-type': 'application/json' });
      const message = { role: 'assistant', content: 'Hello' };
      const choices = [{ index: 0, message, finish_reason: 'stop' }];
      response.end(
        JSON.stringify({ id: 'c', object: 'chat.completion', model: 'scripted', choices, usage }),
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

interface SlowAnswer {
  readonly pieces: number;
  readonly everyMs: number;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
}

/** One answer, a word at a time, then its usage. */
export function slowAnswer(plan: SlowAnswer): Script {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const chunk = (value: object): void => {
      response.write(`data: ${JSON.stringify({ id: 'slow', model: 'slow', ...value })}\n\n`);
    };
    let sent = 0;
    const timer = setInterval(() => {
      if (sent < plan.pieces) {
        chunk({ choices: [{ index: 0, delta: { content: `word${String(sent)} ` } }] });
        sent += 1;
        return;
      }
      clearInterval(timer);
      chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
      const { promptTokens, cachedTokens, outputTokens } = plan;
      chunk({
        choices: [],
        usage: {
          prompt_tokens: promptTokens,
          completion_tokens: outputTokens,
          prompt_tokens_details: { cached_tokens: cachedTokens },
        },
      });
      response.end('data: [DONE]\n\n');
    }, plan.everyMs);
    response.on('close', () => {
      clearInterval(timer);
    });
  };
}
