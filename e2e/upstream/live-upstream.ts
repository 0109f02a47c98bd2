import { anthropicFrames, errorAnswer, openaiFrames, type Block } from './dialects.ts';
import { startScriptedUpstream, type ScriptedUpstream } from './scripted-upstream.ts';

const thinkingAnswer: readonly Block[] = [
  {
    type: 'thinking',
    thinking: 'The failing test expects a 400, but the guard returns early.',
    signature: 's',
  },
  {
    type: 'text',
    text: 'The handler answers **500** since the guard returns early. I’ll read it first, then the test.',
  },
  {
    type: 'tool_use',
    id: 'toolu_7c1',
    name: 'Read',
    input: { file_path: '/home/kim/src/atlas/electron/gateway/guard.ts', limit: 40 },
  },
];
const plainAnswer: readonly Block[] = [
  { type: 'text', text: 'The guide stands in docs/contributing.md.' },
];

/** Longer than what the timing view calls a silence. */
const silenceMs = 620;
/** Longer than rows of a stream are held together. */
const beatMs = 300;

/**
 * One server for both dialects. Words of the last message steer it: fail, cut, fall over (the first dialect fails), hold
 * (half an answer, then nothing until `release`), wait (not a byte until then).
 */
export async function liveUpstream(): Promise<{
  readonly upstream: ScriptedUpstream;
  readonly release: () => void;
}> {
  let letGo: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const upstream = await startScriptedUpstream((response, request) => {
    const body = request.body.toString();
    const isChat = request.url.includes('/chat/completions');
    if (body.includes('please fail'))
      return errorAnswer(500, 'api_error', 'The model crashed')(response, request, 0);
    if (body.includes('please fall over') && !isChat)
      return errorAnswer(503, 'overloaded_error', 'No capacity')(response, request, 0);
    const blocks = body.includes('"thinking"') ? thinkingAnswer : plainAnswer;
    const frames = isChat ? openaiFrames(blocks) : anthropicFrames(blocks);
    const half = Math.ceil(frames.length / 2);
    let sent = half;
    const begin = (): void => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const frame of frames.slice(0, half)) response.write(frame);
    };
    const rest = (): void => {
      for (const frame of frames.slice(sent)) response.write(frame);
      response.end();
    };
    if (body.includes('please wait'))
      return void released.then(() => {
        begin();
        rest();
      });
    begin();
    if (body.includes('please hold')) {
      setTimeout(() => response.write(frames[sent++] ?? ''), beatMs);
      return void released.then(rest);
    }
    if (body.includes('please cut')) return void setTimeout(() => response.destroy(), 50);
    if (blocks === thinkingAnswer) return void setTimeout(rest, silenceMs);
    rest();
    return undefined;
  });
  return { upstream, release: letGo };
}
