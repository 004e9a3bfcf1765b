import { describe, expect, it } from '@jest/globals';
import { judgeBangumiAnswer } from '../../../src/upstream/bangumi/judge-bangumi-answer.js';
import { judgeTraktAnswer } from '../../../src/upstream/trakt/judge-trakt-answer.js';

const page = '<!DOCTYPE html><html></html>';
const refusal = (title: string, description: string): string =>
  JSON.stringify({ title, description });

describe('judgeTraktAnswer', () => {
  it.each([
    [400, '{"error":"bad"}', 'rejected'],
    [401, '', 'unauthorized'],
    [401, '{"error":"invalid_grant","error_description":"token expired"}', 'unauthorized'],
    [401, '{"error":"invalid_client"}', 'app-blocked'],
    [401, page, 'edge-blocked'],
    [403, '{"error":"forbidden"}', 'forbidden'],
    [403, '{"error":"invalid_api_key"}', 'app-blocked'],
    [403, 'Forbidden', 'app-blocked'],
    [403, '', 'forbidden'],
    [403, page, 'edge-blocked'],
    [404, '', 'not-found'],
    [404, page, 'malformed'],
    [405, '', 'rejected'],
    [409, '', 'rejected'],
    [412, '', 'rejected'],
    [420, '', 'account-limit'],
    [422, '{"errors":{"x":["y"]}}', 'rejected'],
    [423, '', 'account-locked'],
    [426, '', 'vip-only'],
    [429, page, 'rate-limited'],
    [500, '', 'unavailable'],
    [503, page, 'unavailable'],
    [522, page, 'unavailable'],
  ])('takes %i with %j for %s', (status, text, kind) => {
    expect(judgeTraktAnswer({ status, headers: {}, text }).kind).toBe(kind);
  });
});

describe('judgeBangumiAnswer', () => {
  it.each([
    [400, refusal('Bad Request', 'you need to add subject to your collection first'), 'rejected'],
    [
      401,
      refusal('Unauthorized', "access token has been expired or doesn't exist"),
      'unauthorized',
    ],
    [403, refusal('Forbidden', 'insufficient token scope'), 'forbidden'],
    [403, refusal('Forbidden', "Please set a 'User-Agent'"), 'edge-blocked'],
    [403, page, 'edge-blocked'],
    [404, refusal('Not Found', 'subject not found'), 'not-found'],
    [404, refusal('Not Found', 'This is default response, if you see this …'), 'rejected'],
    [404, page, 'malformed'],
    [404, '{"title":"Not Found","descr', 'malformed'],
    [415, refusal('Unsupported Media Type', ''), 'rejected'],
    [
      429,
      refusal('Too Many Request', 'too many request, you have be rate limited'),
      'rate-limited',
    ],
    [429, page, 'rate-limited'],
    [500, refusal('Internal Server Error', 'boom'), 'unavailable'],
    [500, refusal('Method Not Allowed', ''), 'rejected'],
    [500, refusal('Unauthorized', ''), 'unauthorized'],
    [500, 'no json', 'unavailable'],
    [502, page, 'unavailable'],
  ])('takes %i with %j for %s', (status, text, kind) => {
    expect(judgeBangumiAnswer({ status, headers: {}, text }).kind).toBe(kind);
  });

  it('knows that a 429 without words about time means an hour', () => {
    const verdict = judgeBangumiAnswer({ status: 429, headers: {}, text: '{}' });
    expect(verdict.retryAfter).toBe(3_600);
  });
});
