import { describe, expect, it } from 'vitest';
import { parseTimeZone, suggestTimeZones } from '../../src/input/time-zones.ts';

const parse = (typed: string) => parseTimeZone(typed, ['de', 'en']);
const offered = (typed: string, usual = 'UTC') => suggestTimeZones(typed, usual, ['en'], 25);

describe('a time zone', () => {
  it.each([
    ['europe/berlin', 'Europe/Berlin'],
    ['Berlin', 'Europe/Berlin'],
    ['new  york', 'America/New_York'],
    ['São Paulo', 'America/Sao_Paulo'],
    ['kolkata', 'Asia/Kolkata'],
    ['Louisville', 'America/Kentucky/Louisville'],
    ['india', 'Asia/Kolkata'],
    ['Indien', 'Asia/Kolkata'],
    ['japan', 'Asia/Tokyo'],
    ['CET', 'Europe/Berlin'],
    ['et', 'America/New_York'],
    ['PT', 'America/Los_Angeles'],
    ['JST', 'Asia/Tokyo'],
    ['EET', 'Europe/Athens'],
    ['est', 'EST'],
    ['utc', 'UTC'],
  ])('is understood from "%s"', (typed, zone) => {
    expect(parse(typed).zone).toBe(zone);
  });

  it.each([
    ['IST', ['Asia/Kolkata', 'Europe/Dublin']],
    ['EDT', ['America/New_York']],
    ['BST', ['Europe/London']],
    ['Germany', ['Europe/Berlin', 'Europe/Busingen']],
    ['Berli', ['Europe/Berlin']],
  ])(`isn't guessed from "%s", which may mean several`, (typed, near) => {
    expect(parse(typed)).toEqual({ candidates: near });
  });

  it.each(['MSK', 'usa', 'munich', '+02:00', ''])(
    `isn't guessed from "%s", which means none`,
    (typed) => {
      expect(parse(typed)).toEqual({ candidates: [] });
    },
  );

  it('is suggested from the default on around the world before anything is typed', () => {
    const zones = offered('', 'Europe/Vienna');
    expect(zones.slice(0, 3)).toEqual(['Europe/Vienna', 'UTC', 'America/New_York']);
    expect(zones).toContain('Asia/Kolkata');
    expect(zones).toContain('Australia/Sydney');
    expect(zones).toHaveLength(25);
    expect(new Set(zones).size).toBe(25);
  });

  it('is suggested by country, without the towns of Indiana', () => {
    expect(offered('india')).toEqual(['Asia/Kolkata']);
    expect(offered('munich')).toEqual([]);
    expect(offered('indi')).toContain('America/Indiana/Indianapolis');
  });
});
