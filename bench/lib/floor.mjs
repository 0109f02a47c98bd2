// The floor: what any proxy in Node costs. node floor.mjs UPSTREAM_PORT -> prints {"port"}.
import http from 'node:http';
import { Agent } from 'undici';

const origin = `http://127.0.0.1:${process.argv[2]}`;
const agent = new Agent({ pipelining: 1, keepAliveTimeout: 60_000 });

const server = http.createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const options = {
      origin,
      path: request.url,
      method: request.method,
      body: Buffer.concat(chunks),
      headers: { 'content-type': 'application/json' },
    };
    agent.dispatch(options, {
      onConnect() {},
      onError: (error) => response.destroy(error),
      onHeaders(status, headers, resume) {
        response.on('drain', resume);
        response.writeHead(status, { 'content-type': 'text/event-stream' });
        return true;
      },
      onData: (chunk) => response.write(chunk),
      onComplete: () => response.end(),
    });
  });
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
