import { describe, expect, it } from '@jest/globals';
import { quote, quoteIn, quotableOf } from '../../tenant/quote.js';

const QUOTABLE = { firstLine: 'id,name', token: 'abcdef', secret: 'geheim' };

describe('what a careless server repeats of a request', () => {
  it.each([
    ['Illegal header {{first-line}}!', 'Illegal header id,name!'],
    ['{{token}} and {{secret}}', 'abcdef and geheim'],
    ['{{token|zero-width}}', 'abc\u200Bdef'],
    ['{{secret|ansi}}', 'geh\u001B[31meim'],
    ['{{secret|line-break}}', 'geh\neim'],
    ['{{secret|cut}}', 'gehei'],
    ['{{secret|capitals}}', 'GEHEIM'],
    ['{{first-line|percent}}', 'id%2cname'],
    ['{{first-line|entities}}', 'id&#x2c;name'],
    ['{{token|base64}}', Buffer.from('abcdef').toString('base64')],
    ['{{other}} {{token|other}} { {token} }', '{{other}} {{token|other}} { {token} }'],
  ])('%j', (text, expected) => {
    expect(quote(text, QUOTABLE)).toBe(expected);
  });

  it('is blank if the request did not contain it', () => {
    expect(quote('[{{first-line}}{{token|ansi}}{{secret|base64}}]', {})).toBe('[\u001B[31m]');
  });

  it('is replaced in every string of a body', () => {
    const body = { messages: [{ text: '{{token}}', count: 3 }], causes: null };
    expect(quoteIn(body, QUOTABLE)).toEqual({ messages: [{ text: 'abcdef', count: 3 }], causes: null });
  });

  it('comes from the Authorization, the client and the body', () => {
    const client = { id: 'me', secret: 'geheim', scopes: [], userContext: false };
    const none = { kind: 'none', bytes: 0 } as const;
    const form = { kind: 'form', bytes: 1, fields: { client_secret: 'sent' } } as const;
    expect(quotableOf('Bearer abcdef', client, none)).toEqual({ token: 'abcdef', secret: 'geheim' });
    expect(quotableOf(undefined, undefined, form)).toEqual({ secret: 'sent' });
  });
});
