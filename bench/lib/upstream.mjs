// Scripted upstream: Anthropic Messages and OpenAI chat streams whose events carry the time they were written at.
// node upstream.mjs -> prints {"port"}; the request's last message says how many events and how far apart.
import http from 'node:http';

const plan = (body) => {
  const found = /\[\[events=(\d+) every=(\d+)\]\]/.exec(body);
  return found ? { count: Number(found[1]), everyMs: Number(found[2]) } : { count: 3, everyMs: 0 };
};
const stamp = () => process.hrtime.bigint().toString();
const sse = (type, data) => `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;

const dialects = {
  '/v1/messages': {
    head: () =>
      sse('message_start', {
        message: {
          id: 'msg_bench',
          type: 'message',
          role: 'assistant',
          model: 'bench',
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage: { input_tokens: 10, output_tokens: 1 },
        },
      }) + sse('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    event: () =>
      sse('content_block_delta', { index: 0, delta: { type: 'text_delta', text: `@${stamp()}@` } }),
    tail: (count) =>
      sse('content_block_stop', { index: 0 }) +
      sse('message_delta', {
        delta: { stop_reason: 'end_turn', stop_sequence: null },
        usage: { output_tokens: count },
      }) +
      sse('message_stop', {}),
  },
  '/v1/chat/completions': {
    head: () =>
      `data: ${JSON.stringify({ id: 'c', model: 'bench', choices: [{ index: 0, delta: { role: 'assistant', content: '' } }] })}\n\n`,
    event: () =>
      `data: ${JSON.stringify({ id: 'c', model: 'bench', choices: [{ index: 0, delta: { content: `@${stamp()}@` } }] })}\n\n`,
    tail: (count) =>
      `data: ${JSON.stringify({ id: 'c', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}\n\n` +
      `data: ${JSON.stringify({ id: 'c', choices: [], usage: { prompt_tokens: 10, completion_tokens: count } })}\n\ndata: [DONE]\n\n`,
  },
};

const server = http.createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const dialect = dialects[request.url.split('?')[0]];
    if (!dialect) return response.writeHead(404).end();
    // The plan stands at the end of the body; scanning 200 KB each time would cost more than what is measured.
    const body = Buffer.concat(chunks);
    const { count, everyMs } = plan(
      body.subarray(Math.max(0, body.length - 4096)).toString('latin1'),
    );
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(dialect.head());
    let sent = 0;
    const finish = () => response.end(dialect.tail(count));
    if (everyMs === 0) {
      for (; sent < count; sent += 1) response.write(dialect.event());
      return finish();
    }
    // By the clock, not by the timer: each late tick would put off all that follow, and the rate asked for was never reached.
    const began = performance.now();
    const timer = setInterval(() => {
      const due = Math.min(count, Math.floor((performance.now() - began) / everyMs));
      for (; sent < due; sent += 1) response.write(dialect.event());
      if (sent >= count) {
        clearInterval(timer);
        finish();
      }
    }, everyMs);
    response.on('close', () => clearInterval(timer));
    return undefined;
  });
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
