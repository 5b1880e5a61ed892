import { describe, expect, it } from '@jest/globals';
import { readErrorBody } from '../../src/isc/error-body.js';

const NO_IDS = { from: 'isc', detailCode: undefined, trackingId: undefined };

describe('the shapes that docs/isc-api.md lists', () => {
  it('says a text once that comes in two locales, and the ids', () => {
    const body = {
      detailCode: '400.1.3 Illegal value',
      trackingId: 'b21b1f7ce4da4d639f2c62a57171b427',
      messages: [
        { locale: 'en-US', localeOrigin: 'DEFAULT', text: 'The request is wrong.' },
        { locale: 'und', localeOrigin: 'REQUEST', text: 'The request is wrong.' },
      ],
      causes: [{ locale: 'en', text: 'A comma is missing.' }],
    };
    expect(readErrorBody(JSON.stringify(body))).toEqual({
      from: 'isc',
      text: 'The request is wrong. A comma is missing.',
      detailCode: '400.1.3 Illegal value',
      trackingId: 'b21b1f7ce4da4d639f2c62a57171b427',
    });
  });

  it.each([
    ['401', { error: 'JWT validation failed: JWT is expired' }, 'JWT validation failed: JWT is expired'],
    ['429', { message: 'Rate limit exceeded' }, 'Rate limit exceeded'],
    [
      'token',
      { error: 'invalid_client', error_description: 'No such client' },
      'invalid_client: No such client',
    ],
    ['the same thing twice', { error: 'Forbidden', message: 'Forbidden' }, 'Forbidden'],
    ['older', { formatted_msg: 'Not now' }, 'Not now'],
    [
      'another language beside English',
      {
        messages: [
          { locale: 'de', text: 'Falsch' },
          { locale: 'en', text: 'Wrong' },
        ],
      },
      'Wrong',
    ],
    ['another language alone', { messages: [{ locale: 'de', text: 'Falsch' }] }, 'Falsch'],
  ])('%s', (_name, body, text) => {
    expect(readErrorBody(JSON.stringify(body))).toEqual({ ...NO_IDS, text });
  });
});

describe('what comes from elsewhere', () => {
  it.each([
    [
      '<html><head><title>413 Request Entity Too Large</title></head><body><center><h1>413 Request Entity Too Large</h1></center><hr><center>nginx/1.22.1</center></body></html>',
      '413 Request Entity Too Large nginx/1.22.1',
    ],
    ['<html><style>p {}</style><body><h1>502</h1>\n<p>Bad   gateway</p></body></html>', '502 Bad gateway'],
    ['upstream connect error', 'upstream connect error'],
    ['<p>The <b>firewall</b> says <a href="/">no</a></p><!-- 7 -->', 'The firewall says no'],
    ['null', 'null'],
    ['["a"]', '["a"]'],
    ['{"messages":[{"text"', '{"messages":[{"text"'],
  ])('%j, which is not ISC, reads as %j', (body, text) => {
    expect(readErrorBody(body)).toEqual({ ...NO_IDS, from: 'gateway', text });
  });

  it.each([
    ['', ''],
    ['{}', ''],
    ['{"messages":"no list","causes":[null,7,{"text":5},{"text":""}],"error":7,"trackingId":9}', ''],
  ])('%j reads as %j', (body, text) => {
    expect(readErrorBody(body)).toEqual({ ...NO_IDS, text });
  });

  it('shortens what is endless', () => {
    const long = 'x'.repeat(10_000);
    const body = { messages: [{ text: long }], detailCode: long, trackingId: long };
    const read = readErrorBody(JSON.stringify(body));
    expect([read.text.length, read.detailCode?.length, read.trackingId?.length]).toEqual([2_000, 200, 200]);
    expect(readErrorBody(`<p>${long}`).text).toHaveLength(300);
  });

  it('applies an edit before it shortens', () => {
    const body = { messages: [{ text: `${'x'.repeat(3_000)} end` }] };
    expect(readErrorBody(JSON.stringify(body), (text) => text.slice(-3)).text).toBe('end');
    expect(readErrorBody('plain', (text) => text.toUpperCase()).text).toBe('PLAIN');
  });
});
