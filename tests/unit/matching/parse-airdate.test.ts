import { describe, expect, it } from '@jest/globals';
import { parseAirdate } from '../../../src/areas/matching/index.js';

describe('parseAirdate', () => {
  it.each([
    ['2017-10-14', '2017-10-14'],
    ['2015-1-15', '2015-01-15'],
    ['2013年09月25日', '2013-09-25'],
    ['2013年9月5日(水)', '2013-09-05'],
    ['31.07.2002', '2002-07-31'],
    ['2002/7/31', '2002-07-31'],
    ['2002.07.31', '2002-07-31'],
    ['20020731', '2002-07-31'],
    ['２０１７-１０-１４', '2017-10-14'],
    [' 2017-10-14 (TV)', '2017-10-14'],
    ['2024-02-29', '2024-02-29'],
  ])('reads %j', (given, expected) => {
    expect(parseAirdate(given)).toBe(expected);
  });

  it.each([
    '',
    '2999-99-99',
    '2023-02-29',
    '2017-10',
    '2017',
    'TBA',
    '0000-00-00',
    '1800-01-01',
    '2017-10-14 / 2017-10-21',
  ])('takes %j for no date', (given) => {
    expect(parseAirdate(given)).toBeNull();
  });
});
