import { describe, expect, test } from 'vitest';
import type { ContentBlock } from '../../../shared/wire/messages.ts';
import type { ChatPart } from './chat-message.ts';
import { encodePart, joinParts, textOf } from './content.ts';
import type { ChatDialect } from './dialect.ts';
import { LossReport } from './loss.ts';

/** All that content depends on; a text-only vendor unless told otherwise. */
function encode(block: object, traits: Partial<Pick<ChatDialect, 'images' | 'files'>> = {}) {
  const loss = new LossReport();
  const dialect = { images: 'any', files: false, ...traits } as ChatDialect;
  const parts = encodePart(block as ContentBlock, 'here', dialect, loss);
  return { parts, dropped: loss.dropped };
}
const text = (words: string): ChatPart => ({ type: 'text', text: words });
const png = { type: 'base64', media_type: 'image/png', data: 'AAAA' };
const pdf = { type: 'base64', media_type: 'application/pdf', data: 'JVBE' };

describe('goes out whole', () => {
  test.each<[string, object, Parameters<typeof encode>[1], readonly ChatPart[]]>([
    ['text', { type: 'text', text: 'hi', citations: [] }, {}, [text('hi')]],
    ['an empty text as nothing', { type: 'text', text: '' }, {}, []],
    ['a text that is none as nothing', { type: 'text', text: 7 }, {}, []],
    [
      'an image by its bytes',
      { type: 'image', source: png },
      { images: 'base64' },
      [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }],
    ],
    [
      'an image by its address',
      { type: 'image', source: { type: 'url', url: 'https://a/b.png' } },
      {},
      [{ type: 'image_url', image_url: { url: 'https://a/b.png' } }],
    ],
    [
      'a document of text',
      { type: 'document', title: 'Notes', source: { type: 'text', data: 'one' } },
      {},
      [text('Notes:\none')],
    ],
    [
      'a document of blocks, without a title',
      {
        type: 'document',
        title: 7,
        source: { type: 'content', content: [{ type: 'text', text: 'one' }] },
      },
      {},
      [text('document:\none')],
    ],
    [
      'a PDF where the vendor reads it',
      { type: 'document', title: 'Paper', source: pdf },
      { files: true },
      [
        {
          type: 'file',
          file: { filename: 'Paper.pdf', file_data: 'data:application/pdf;base64,JVBE' },
        },
      ],
    ],
    [
      'a tool that was found',
      { type: 'tool_reference', tool_name: 'Web' },
      {},
      [text('The tool Web is now available.')],
    ],
    [
      'a search result',
      {
        type: 'search_result',
        title: 'T',
        source: 'S',
        content: [{ type: 'text', text: 'found' }],
      },
      {},
      [text('T (S)\nfound')],
    ],
  ])('%s', (_name, block, traits, parts) => {
    expect(encode(block, traits)).toEqual({ parts, dropped: [] });
  });
});

describe('is replaced by a note, and the loss says why', () => {
  const noImage = '[An image was left out.]';
  const noDocument = (title: string) =>
    `[The document "${title}" was left out: this model cannot read it.]`;
  test.each<[string, object, Parameters<typeof encode>[1], string, string]>([
    [
      'an image where none is seen',
      { type: 'image', source: png },
      { images: 'none' },
      '[An image was left out: this model cannot see images.]',
      'this provider takes no images',
    ],
    [
      'an address where only bytes are taken',
      { type: 'image', source: { type: 'url', url: 'https://a/b.png' } },
      { images: 'base64' },
      noImage,
      'an image by url cannot be sent',
    ],
    [
      'a file that only Anthropic holds',
      { type: 'image', source: { type: 'file', file_id: 'f' } },
      {},
      noImage,
      'an image by file cannot be sent',
    ],
    [
      'bytes that are no text',
      { type: 'image', source: { ...png, data: 7 } },
      {},
      noImage,
      'an image by base64 cannot be sent',
    ],
    [
      'an image without a source',
      { type: 'image' },
      {},
      noImage,
      'an image by undefined cannot be sent',
    ],
    [
      'a PDF where none is read',
      { type: 'document', title: 'Paper', source: pdf },
      {},
      noDocument('Paper'),
      'this provider takes no documents',
    ],
    [
      'a document by address, where PDFs are read',
      { type: 'document', source: { type: 'url', url: 'https://a/b.pdf', data: 'x' } },
      { files: true },
      noDocument('document'),
      'this provider takes no documents',
    ],
    [
      'an empty document',
      { type: 'document', source: { type: 'text', data: '' } },
      {},
      noDocument('document'),
      'this provider takes no documents',
    ],
    [
      'a document without a source',
      { type: 'document' },
      {},
      noDocument('document'),
      'this provider takes no documents',
    ],
    [
      'a document whose text is none',
      { type: 'document', source: { type: 'text', data: 7 } },
      {},
      noDocument('document'),
      'this provider takes no documents',
    ],
  ])('%s', (_name, block, traits, note, why) => {
    expect(encode(block, traits)).toEqual({
      parts: [text(note)],
      dropped: [{ path: 'here', why }],
    });
  });

  test('a block of no counterpart leaves nothing but the report', () => {
    expect(encode({ type: 'container_upload' })).toEqual({
      parts: [],
      dropped: [
        { path: 'here', why: 'a container_upload block has no counterpart in chat completions' },
      ],
    });
  });

  test('citations of a document are lost beside its words', () => {
    const source = { type: 'text', data: 'one' };
    expect(encode({ type: 'document', source, citations: { enabled: true } })).toEqual({
      parts: [text('document:\none')],
      dropped: [{ path: 'here.citations', why: 'chat completions have no citations' }],
    });
  });
});

test.each<[unknown, string]>([
  ['a', 'a'],
  [
    [
      { type: 'text', text: 'a' },
      { type: 'image' },
      null,
      { text: '' },
      { text: 7 },
      { text: 'b' },
    ],
    'a\n\nb',
  ],
  [[], ''],
  [{ text: 'a' }, ''],
  [undefined, ''],
])('the text of %j is %j', (content, words) => {
  expect(textOf(content)).toBe(words);
});

test('parts of text only are one string, others stay parts', () => {
  expect(joinParts([text('a'), text('b')])).toBe('a\n\nb');
  expect(joinParts([])).toBe('');
  const image: ChatPart = { type: 'image_url', image_url: { url: 'u' } };
  expect(joinParts([text('a'), image])).toEqual([text('a'), image]);
});
