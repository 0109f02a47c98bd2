import { describe, expect, test } from 'vitest';
import { readErrorBody } from './upstream-error-body.ts';

const read = (body: unknown) =>
  readErrorBody(418, typeof body === 'string' ? body : JSON.stringify(body));

describe('finds the sentence', () => {
  test.each<[string, unknown, string]>([
    ['error.message', { error: { message: 'words' } }, 'words'],
    ['error.error.message', { error: { message: 'outer', error: { message: 'inner' } } }, 'inner'],
    ['errors[0].message', { errors: [{ message: 'words' }] }, 'words'],
    ['a text as error', { error: 'words' }, 'words'],
    ['base_resp', { base_resp: { status_msg: 'words', status_code: 1 } }, 'words'],
    ['message', { message: 'words' }, 'words'],
    ['Message', { Message: 'words' }, 'words'],
    ['msg', { code: 7, msg: 'words' }, 'words'],
    ['detail', { detail: 'words' }, 'words'],
    ['detail.message', { detail: { message: 'words', msg: 'other' } }, 'words'],
    ['detail.msg', { detail: { msg: 'words' } }, 'words'],
    ['title', { title: 'words', status: 418 }, 'words'],
    ['error_description', { error_description: 'words' }, 'words'],
    ['a list', [{ error: { message: 'words' } }, { error: { message: 'later' } }], 'words'],
    [
      'a list of places',
      {
        detail: [
          { loc: ['body', 'messages', 0], msg: 'is required' },
          { msg: 'has no place' },
          { loc: ['body'] },
        ],
      },
      'body.messages.0: is required; has no place',
    ],
    ['an empty list of places, then the title', { detail: [{}], title: 'words' }, 'words'],
    ['the first that is not empty', { error: { message: ' ' }, message: 'words' }, 'words'],
    ['what is no text is passed over', { error: { message: 7 }, msg: 'words' }, 'words'],
    ['plain text', '  words\n\n of   a person ', 'words of a person'],
    ['half a JSON', '{"error":{"mess', '{"error":{"mess'],
    ['nothing', '', 'HTTP 418 without a message'],
    ['an empty object', '{}', 'HTTP 418 without a message'],
    ['null', 'null', 'null'],
    ['detail of a wrong kind', { detail: { message: 7 } }, 'HTTP 418 without a message'],
    ['a number as detail', { detail: 7 }, 'HTTP 418 without a message'],
    ['null as error', { error: null }, 'HTTP 418 without a message'],
    ['a list as error', { error: [{ message: 'no' }] }, 'HTTP 418 without a message'],
  ])('%s', (_where, body, expected) => {
    expect(read(body).message).toBe(expected);
  });

  test('bounded', () => {
    expect(read({ message: 'word '.repeat(1000) }).message).toHaveLength(2000);
  });
});

describe('of a page of HTML the title', () => {
  test.each([
    ['<!DOCTYPE html><html><head><title> Bad gateway </title>', 'an HTML page: Bad gateway'],
    ['<html><body><h1 class="a">502</h1>', 'an HTML page: 502'],
    ['<?xml version="1.0"?><Error/>', 'an HTML page instead of an answer'],
    ['<head><title> </title>', 'an HTML page instead of an answer'],
    ['<body>nothing', 'an HTML page instead of an answer'],
    ['see <html> for more', 'see <html> for more'],
  ])('%s', (page, expected) => {
    expect(read(page).message).toBe(expected);
  });
});

describe('behind a wrapper, the wrapped words', () => {
  const wrapped = (metadata: unknown) =>
    read({ error: { message: 'Provider returned error', metadata } }).message;
  test.each<[string, unknown, string]>([
    ['as JSON', { raw: ' {"error":{"message":"inner"}}' }, 'Provider returned error: inner'],
    ['as text', { raw: 'too many' }, 'Provider returned error: too many'],
    ['as JSON without words', { raw: '{"a":1}' }, 'Provider returned error: {"a":1}'],
    ['empty', { raw: '' }, 'Provider returned error'],
    ['of a wrong kind', { raw: 7 }, 'Provider returned error'],
    ['without metadata', undefined, 'Provider returned error'],
  ])('%s', (_name, metadata, expected) => {
    expect(wrapped(metadata)).toBe(expected);
  });
});

test('codes come from every layer, lower-case, numbers as text', () => {
  const body = {
    code: 'Root',
    error: { code: 12, type: 'Kind', status: '', error: { reason: 'Inner', status_code: 34 } },
    base_resp: { status_code: 56 },
    status: true,
  };
  expect([...read(body).codes].sort()).toEqual(['12', '34', '56', 'inner', 'kind', 'root']);
  expect(read('text').codes).toEqual([]);
  expect(read('').codes).toEqual([]);
});

describe('the wait that the words name', () => {
  test.each<[string, number | null]>([
    ['try again in 2h3m4s', 7384],
    ['Try again in 12h', 43_200],
    ['retry after 15m', 900],
    ['retry in 1.2s', 2],
    ['try again in 250ms', 1],
    ['try again in 20 s', 20],
    ['try again in 0s', null],
    ['try again in a moment', null],
    ['try again later', null],
    ['{"error":{"details":[{"retryDelay": "34.5s"}]}}', 35],
    ['{"error":{"details":[{"retryDelay":"7s"}]}}', 7],
    ['{"error":{"details":[{"retryDelay"  :  "12.25s"}]}}', 13],
  ])('%s: %s s', (text, seconds) => {
    expect(readErrorBody(429, text).retryAfterSeconds).toBe(seconds);
  });
});
