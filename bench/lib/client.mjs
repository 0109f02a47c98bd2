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

/** A Messages body of about `bytes`, deterministic, with the upstream's plan at its end. */
export function payload(bytes, count, everyMs, model = 'bench') {
  const filler = 'The quick brown fox jumps over the lazy dog. '
    .repeat(Math.ceil(bytes / 45))
    .slice(0, bytes);
  const messages = [
    { role: 'user', content: filler },
    { role: 'assistant', content: 'Go on.' },
    { role: 'user', content: `Say it. [[events=${count} every=${everyMs}]]` },
  ];
  return Buffer.from(JSON.stringify({ model, max_tokens: 1024, stream: true, messages }));
}

export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
