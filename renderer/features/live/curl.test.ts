import { expect, test } from 'vitest';
import type { ExchangeBodies } from '../../../shared/domain/bodies.ts';
import { curlOf } from './curl.ts';

const bodies: ExchangeBodies = {
  method: 'POST',
  path: '/v1/messages',
  headers: { 'content-type': 'application/json' },
  request: { text: `{"text":"it's $HOME"}`, bytes: 21, isCut: false },
  response: null,
};

test('the command holds what was sent, quoted for a shell, and a variable for the key', () => {
  expect(curlOf(bodies, 'http://127.0.0.1:3456')).toEqual({
    ok: true,
    text: [
      String.raw`curl -N -X 'POST' 'http://127.0.0.1:3456/v1/messages' \ `.trimEnd(),
      String.raw`  -H 'content-type: application/json' \ `.trimEnd(),
      String.raw`  -H "x-api-key: $SWITCHYARD_KEY" \ `.trimEnd(),
      String.raw`  --data-raw '{"text":"it'\''s $HOME"}'`,
    ].join('\n'),
  });
});

test('what is not there as a whole makes no command', () => {
  expect(curlOf(null, '')).toEqual({ ok: false, because: 'notKept' });
  const cut = { ...bodies, request: { text: '{', bytes: 900_000, isCut: true } };
  expect(curlOf(cut, '')).toEqual({ ok: false, because: 'cut' });
});
