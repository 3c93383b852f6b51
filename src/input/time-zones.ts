import { isTimeZone } from '../digest/day.ts';
import type { Language } from '../i18n/translate.ts';
import { populousZones, zonesForAbbreviation, zonesOfCountry } from './zone-abbreviations.ts';

/** Names in use today that Intl accepts but lists under an older name, or not at all. */
const CURRENT_NAMES = [
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
  zones ??= [
    ...new Set([...CURRENT_NAMES.filter(isTimeZone), ...Intl.supportedValuesOf('timeZone')]),
  ];
  return zones;
}

/** A time zone, or the zones that may be meant if the text isn't one. */
interface ParsedTimeZone {
  zone?: string;
  candidates: readonly string[];
}

/**
 * IANA's zones whose name is an abbreviation. Intl accepts other names of three letters too, by
 * lists of its own in which BST is Bangladesh.
 */
const SHORT_NAMES = [
  'CET',
  'EET',
  'EST',
  'GMT',
  'HST',
  'MET',
  'MST',
  'PRC',
  'ROC',
  'ROK',
  'UTC',
  'WET',
];

/** Zones without daylight saving, each with a zone of the same name that has it. */
const WITHOUT_DAYLIGHT_SAVING = new Map([
  ['EST', 'America/New_York'],
  ['MST', 'America/Denver'],
  ['HST', 'America/Adak'],
]);

/**
 * Reads a time zone: its name in any case, or a city, country or abbreviation that means only one.
 * A name stays as typed: someone in Kolkata shouldn't read Calcutta.
 *
 * @param languages the languages in which countries may be named
 */
export function parseTimeZone(typed: string, languages: readonly Language[]): ParsedTimeZone {
  const name = typed.trim();
  const known = allZones().find((zone) => zone.toLowerCase() === name.toLowerCase());
  if (known !== undefined) return { zone: known, candidates: [] };
  if (WITHOUT_DAYLIGHT_SAVING.has(name.toUpperCase()))
    return { zone: name.toUpperCase(), candidates: [] };
  const abbreviated = zonesForAbbreviation(name);
  if (abbreviated.zone !== undefined) return abbreviated;
  // Intl accepts an offset such as +02:00, but it has no daylight saving.
  const isName =
    /^[A-Za-z]{4,}|^[A-Za-z]+[^A-Za-z]/.test(name) || SHORT_NAMES.includes(name.toUpperCase());
  if (isName && isTimeZone(name)) {
    return { zone: name.includes('/') ? name : currentName(canonicalZone(name)), candidates: [] };
  }
  const named = [...new Set([...zonesOfCity(name), ...countryZones(name, languages)])];
  if (named.length === 1) return { zone: named[0] ?? '', candidates: [] };
  if (abbreviated.candidates.length > 0) return abbreviated;
  // A zone with the letters in the middle of a word is not a useful guess.
  const wanted = normalize(name.replace(/^.*\//, ''));
  const similar = matchingZones(wanted, languages).filter((zone) =>
    isWordStart(zone, zone.toLowerCase().indexOf(wanted)),
  );
  return { candidates: [...new Set([...named, ...similar])] };
}

/** For a zone without daylight saving such as `EST`: the zone people probably mean by it. */
export function daylightSavingZone(zone: string): string | undefined {
  return WITHOUT_DAYLIGHT_SAVING.get(zone);
}

/**
 * Time zones whose name contains the text, first those of a country of that name and those with a
 * word that starts with it. Without text, those with the most inhabitants.
 *
 * @param defaultZone the zone that applies if none is chosen
 */
export function suggestTimeZones(
  typed: string,
  defaultZone: string,
  languages: readonly Language[],
  limit: number,
): string[] {
  const zones =
    typed.trim() === ''
      ? [defaultZone, 'UTC', ...populousZones, ...allZones()]
      : [...zonesForAbbreviation(typed).candidates, ...matchingZones(typed, languages)];
  return [...new Set(zones)].slice(0, limit);
}

function matchingZones(typed: string, languages: readonly Language[]): string[] {
  const wanted = normalize(typed);
  if (wanted === '') return [];
  const country = zonesOfCountry(typed, languages);
  const found = allZones()
    .map((zone) => ({ zone, at: zone.toLowerCase().indexOf(wanted) }))
    .filter(({ at }) => at !== -1)
    .sort((a, b) => Number(!isWordStart(a.zone, a.at)) - Number(!isWordStart(b.zone, b.at)))
    .map(({ zone }) => zone);
  // "India" doesn't mean a town in Indiana, even if the zones of India are unknown.
  return country
    ? [...country.map(currentName), ...found.filter((zone) => isWholePart(zone, wanted))]
    : found;
}

function countryZones(typed: string, languages: readonly Language[]): string[] {
  return (zonesOfCountry(typed, languages) ?? []).map(currentName);
}

/** The zones whose last part is a city of that name, one for each that Intl treats as the same. */
function zonesOfCity(typed: string): string[] {
  const wanted = normalize(typed);
  const found = allZones().filter((zone) => zone.toLowerCase().split('/').at(-1) === wanted);
  return found.filter(
    (zone, at) => found.findIndex((one) => canonicalZone(one) === canonicalZone(zone)) === at,
  );
}

/** The name in use today for a zone that Intl lists under an older one. */
function currentName(zone: string): string {
  return (
    CURRENT_NAMES.find(
      (current) => current !== 'GMT' && canonicalZone(current) === canonicalZone(zone),
    ) ?? zone
  );
}

function canonicalZone(zone: string): string {
  return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
}

/** As in a zone's name: in lower case, without accents, with underscores for blanks. */
function normalize(typed: string): string {
  const plain = typed.trim().normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[\s_]+/g, '_');
}

function isWordStart(zone: string, at: number): boolean {
  return at === 0 || '/_'.includes(zone[at - 1] ?? '');
}

function isWholePart(zone: string, wanted: string): boolean {
  return zone.toLowerCase().split('/').includes(wanted);
}
