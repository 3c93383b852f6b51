import type { Choice } from '../src/command.ts';
import { isTimeZone } from '../src/digest/day.ts';
import type { Language } from '../src/words/languages.ts';
import { peopledZones, zonesCalled, zonesOfCountry } from './zone-names.ts';

/** What Discord takes at most. */
const MAX_CHOICES = 25;

/** Names in use today that Intl accepts and yet lists under an older one, or not at all. */
const CURRENT = [
  'UTC',
  'GMT',
  'Africa/Asmara',
  'America/Argentina/Buenos_Aires',
  'America/Argentina/Cordoba',
  'America/Argentina/Mendoza',
  'America/Indiana/Indianapolis',
  'America/Kentucky/Louisville',
  'America/Nuuk',
  'Asia/Ho_Chi_Minh',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Yangon',
  'Atlantic/Faroe',
  'Europe/Kyiv',
  'Pacific/Chuuk',
  'Pacific/Kanton',
  'Pacific/Pohnpei',
];

let zones: string[] | undefined;

function allZones(): string[] {
  zones ??= [...new Set([...CURRENT.filter(isTimeZone), ...Intl.supportedValuesOf('timeZone')])];
  return zones;
}

/** What a time zone was read as. */
export interface ReadZone {
  zone?: string;
  /** Where it is none, those that may be meant. */
  near: readonly string[];
}

/**
 * IANA's zones that are called like an abbreviation. Intl takes more of three letters for zones, by
 * lists of its own in which BST is Bangladesh.
 */
const SHORT = ['CET', 'EET', 'EST', 'GMT', 'HST', 'MET', 'MST', 'PRC', 'ROC', 'ROK', 'UTC', 'WET'];

/** Zones that stay as they are the whole year, and where one finds those who change their clocks. */
const WITHOUT_SUMMER = new Map([
  ['EST', 'America/New_York'],
  ['MST', 'America/Denver'],
  ['HST', 'America/Adak'],
]);

/**
 * Reads a time zone: its name in any case, a city, a country or an abbreviation that means one
 * alone. A name stays as it was typed: who lives in Kolkata should not read Calcutta.
 *
 * @param languages those in which countries may be named
 */
export function readTimeZoneName(typed: string, languages: readonly Language[]): ReadZone {
  const name = typed.trim();
  const known = allZones().find((zone) => zone.toLowerCase() === name.toLowerCase());
  if (known !== undefined) return { zone: known, near: [] };
  if (WITHOUT_SUMMER.has(name.toUpperCase())) return { zone: name.toUpperCase(), near: [] };
  const called = zonesCalled(name);
  if (called.zone !== undefined) return called;
  // An offset such as +02:00 is a zone to Intl, but one that knows no daylight saving.
  const isName =
    /^[A-Za-z]{4,}|^[A-Za-z]+[^A-Za-z]/.test(name) || SHORT.includes(name.toUpperCase());
  if (isName && isTimeZone(name)) {
    return { zone: name.includes('/') ? name : currentName(resolved(name)), near: [] };
  }
  const named = [...new Set([...zonesOfCity(name), ...countryZones(name, languages)])];
  if (named.length === 1) return { zone: named[0] ?? '', near: [] };
  if (called.near.length > 0) return called;
  // What only holds those letters somewhere is no guess at all.
  const wanted = folded(name.replace(/^.*\//, ''));
  const like = zonesLike(wanted, languages).filter((zone) =>
    isStart(zone, zone.toLowerCase().indexOf(wanted)),
  );
  return { near: [...new Set([...named, ...like])] };
}

/** The zone of a place that changes its clocks, for one that never does but looks as if. */
export function summerZoneOf(zone: string): string | undefined {
  return WITHOUT_SUMMER.get(zone);
}

/**
 * Time zones that hold what is typed, a country's of that name and cities that begin with it first;
 * with nothing typed, those that most people live in.
 *
 * @param usual the zone that is taken where none is named
 */
export function timeZoneChoices(
  typed: string,
  usual: string,
  languages: readonly Language[],
): Choice[] {
  const zones =
    typed.trim() === ''
      ? [usual, 'UTC', ...peopledZones, ...allZones()]
      : [...zonesCalled(typed).near, ...zonesLike(typed, languages)];
  return [...new Set(zones)].slice(0, MAX_CHOICES).map((zone) => ({ name: zone, value: zone }));
}

function zonesLike(typed: string, languages: readonly Language[]): string[] {
  const wanted = folded(typed);
  if (wanted === '') return [];
  const country = zonesOfCountry(typed, languages);
  const found = allZones()
    .map((zone) => ({ zone, at: zone.toLowerCase().indexOf(wanted) }))
    .filter(({ at }) => at !== -1)
    .sort((a, b) => Number(!isStart(a.zone, a.at)) - Number(!isStart(b.zone, b.at)))
    .map(({ zone }) => zone);
  // Who types "India" means no town of Indiana, even if nobody knows the zones of India.
  return country
    ? [...country.map(currentName), ...found.filter((zone) => isWhole(zone, wanted))]
    : found;
}

function countryZones(typed: string, languages: readonly Language[]): string[] {
  return (zonesOfCountry(typed, languages) ?? []).map(currentName);
}

/** The zones whose last part is a city of that name, each but once under all its names. */
function zonesOfCity(typed: string): string[] {
  const wanted = folded(typed);
  const found = allZones().filter((zone) => zone.toLowerCase().split('/').at(-1) === wanted);
  return found.filter(
    (zone, at) => found.findIndex((one) => resolved(one) === resolved(zone)) === at,
  );
}

/** The name in use today of a zone that Intl gives an older one. */
function currentName(zone: string): string {
  return (
    CURRENT.find((current) => current !== 'GMT' && resolved(current) === resolved(zone)) ?? zone
  );
}

function resolved(zone: string): string {
  return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
}

/** As it stands in the name of a zone: without accents, with low lines for blanks. */
function folded(typed: string): string {
  const plain = typed.trim().normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[\s_]+/g, '_');
}

function isStart(zone: string, at: number): boolean {
  return at === 0 || '/_'.includes(zone[at - 1] ?? '');
}

function isWhole(zone: string, wanted: string): boolean {
  return zone.toLowerCase().split('/').includes(wanted);
}
