// Measures one target: time to the first content event, delay of each event.
import http from 'node:http';

const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
const LIMIT_MS = 60_000;

/** One streamed request; resolves with `{ firstMs, delaysMs, events }`. */
export function stream(target, body) {
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint();
    const result = { firstMs: 0, delaysMs: [], events: 0 };
    let rest = '';
    const read = (chunk) => {
      const now = process.hrtime.bigint();
      const parts = (rest + chunk).split('@');
      // Stamps stand between pairs of @; an unfinished one waits for the next chunk.
      const complete = parts.length % 2 === 1 ? parts.length - 1 : parts.length - 2;
      rest = parts.slice(complete).join('@');
      for (let index = 1; index < complete; index += 2) {
        if (result.events === 0) result.firstMs = Number(now - started) / 1e6;
        result.delaysMs.push(Number(now - BigInt(parts[index])) / 1e6);
        result.events += 1;
      }
    };
    const headers = {
      'content-type': 'application/json',
      'content-length': body.length,
      'anthropic-version': '2023-06-01',
      ...target.headers,
    };
    const request = http.request(
      {
        host: '127.0.0.1',
        port: target.port,
        path: '/v1/messages',
        method: 'POST',
        agent,
        headers,
        timeout: LIMIT_MS,
      },
      (response) => {
        if (response.statusCode !== 200) {
          response.resume();
          reject(new Error(`${target.name} answered ${response.statusCode}`));
          return;
        }
        response.setEncoding('latin1');
        response.on('data', read);
        response.on('end', () => resolve(result));
        response.on('error', reject);
      },
    );
    request.on('timeout', () =>
      request.destroy(new Error(`${target.name}: no answer in ${LIMIT_MS} ms`)),
    );
    request.on('error', reject);
    request.end(body);
  });
}

/**
 * Paced streams with large requests beside them, one after the other: the delays of the paced streams' events, in
 * which every block of the target's loop shows.
 */
export async function interference(target, streams, paced, large) {
  let isOver = false;
  const beside = (async () => {
    while (!isOver) {
      await stream(target, large);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  const results = await Promise.all(Array.from({ length: streams }, () => stream(target, paced)));
  isOver = true;
  await beside;
  return results.flatMap((result) => result.delaysMs);
}

const SENTENCE = 'The quick brown fox jumps over the "lazy" dog.\n';
const text = (bytes) => SENTENCE.repeat(Math.ceil(bytes / SENTENCE.length)).slice(0, bytes);

/**
 * A Messages body of about `bytes`, deterministic, with the upstream's plan at its end. Large ones are made as Claude
 * Code makes them: a long system prompt, 25 tools, then calls and their results; with `images`, most are pictures.
 */
export function payload(
  bytes,
  count,
  everyMs,
  model = 'bench',
  { images: withImages = false } = {},
) {
  const plan = { role: 'user', content: `Say it. [[events=${count} every=${everyMs}]]` };
  const head = { model, max_tokens: 1024, stream: true };
  if (bytes < 100_000)
    return encode({ ...head, messages: [{ role: 'user', content: text(bytes) }, plan] });
  const system = [{ type: 'text', text: text(15_000), cache_control: { type: 'ephemeral' } }];
  const tools = Array.from({ length: 25 }, (_, index) => tool(`Tool${index}`));
  const images = withImages ? Math.ceil((bytes - 200_000) / IMAGE_BYTES) : 0;
  const rest = Math.max(20_000, bytes - images * IMAGE_BYTES - 60_000);
  const turns = Array.from({ length: 20 }, (_, index) => turn(`toolu_bench_${index}`, rest / 20));
  const messages = [...turns.flat(), ...Array.from({ length: images }, image), plan];
  return encode({ ...head, system, tools, messages });
}

function tool(name) {
  const property = (about) => ({ type: 'string', description: text(about) });
  const properties = { file_path: property(80), pattern: property(120), model: property(60) };
  const schema = { type: 'object', properties, required: ['file_path'] };
  return { name, description: text(1_200), input_schema: schema };
}

function turn(id, bytes) {
  const input = { file_path: '/home/user/project/file.ts', pattern: 'export function' };
  return [
    { role: 'assistant', content: [{ type: 'tool_use', id, name: 'Tool1', input }] },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content: text(bytes) }] },
  ];
}

const IMAGE_BYTES = 800_000;

function image() {
  const data = 'iVBORw0K'.repeat(IMAGE_BYTES / 8);
  const source = { type: 'base64', media_type: 'image/png', data };
  return { role: 'user', content: [{ type: 'image', source }] };
}

function encode(body) {
  return Buffer.from(JSON.stringify(body));
}

export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
