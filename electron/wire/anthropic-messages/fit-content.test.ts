import { expect, test } from 'vitest';
import type { Quirk } from '../../../shared/domain/quirk.ts';
import type { Dropped } from '../../../shared/wire/dropped.ts';
import type { ContentBlock, MessageParam } from '../../../shared/wire/messages.ts';
import { fitContent } from './fit-content.ts';

function fit(block: object, ...quirks: Quirk[]) {
  const messages: MessageParam[] = [
    { role: 'user', content: 'words' },
    { role: 'user', content: [{ type: 'text', text: 'a' }, block as ContentBlock] },
  ];
  const dropped: Dropped[] = [];
  const fitted = fitContent(messages, (quirk) => quirks.includes(quirk), dropped);
  const content = fitted[1]?.content as readonly ContentBlock[];
  return { isSame: fitted === messages, block: content[1], dropped };
}
const note = (text: string) => ({ type: 'text', text });
const unseen = note('[An image was left out: this model cannot see it.]');
const inline = { type: 'image', source: { type: 'base64', data: 'A' } };
const linked = { type: 'image', source: { type: 'url', url: 'https://x.test' } };
const reference = { type: 'tool_reference', tool_name: 'Web' };
const resultOf = (...content: object[]) => ({ type: 'tool_result', tool_use_id: 't', content });
const refused = (path: string) => ({ path, why: 'refused by this provider' });

test.each<[string, object, Quirk, object, readonly Dropped[]]>([
  ['an image', inline, 'no-images', unseen, [refused('messages[1].content[1]')]],
  [
    'an image by its address',
    linked,
    'images-base64-only',
    unseen,
    [refused('messages[1].content[1]')],
  ],
  [
    'an image from nowhere',
    { type: 'image' },
    'images-base64-only',
    unseen,
    [refused('messages[1].content[1]')],
  ],
  [
    'a document',
    { type: 'document' },
    'no-documents',
    note('[A document was left out: this model cannot read it.]'),
    [refused('messages[1].content[1]')],
  ],
  ['a reference', reference, 'no-anthropic-extras', note('The tool Web is now available.'), []],
  [
    'an image of a result',
    resultOf(note('x'), inline),
    'no-images',
    resultOf(note('x'), unseen),
    [refused('messages[1].content[1].content[1]')],
  ],
])('%s becomes a note', (_name, block, quirk, expected, dropped) => {
  expect(fit(block, quirk)).toEqual({ isSame: false, block: expected, dropped });
});

test.each<[string, object, Quirk]>([
  ['an image where documents are refused', inline, 'no-documents'],
  ['a document where images are refused', { type: 'document' }, 'no-images'],
  ['an image by its bytes', inline, 'images-base64-only'],
  ['a reference where images are refused', reference, 'no-images'],
  ['a result without any', resultOf(note('x')), 'no-images'],
  ['what another block holds', { type: 'search_result', content: [inline] }, 'no-images'],
  ['an image where it is seen', inline, 'no-tool-choice'],
])('%s stays, and the history is the very same', (_name, block, quirk) => {
  expect(fit(block, quirk)).toEqual({ isSame: true, block, dropped: [] });
});
