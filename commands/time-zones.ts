import type { Choice } from '../src/command.ts';

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
  zones ??= [...new Set([...CURRENT.filter(isZone), ...Intl.supportedValuesOf('timeZone')])];
  return zones;
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * A time zone as IANA writes it, from what somebody typed in any case; undefined when there is
 * none. It keeps the name that was typed: who lives in Kolkata should not read Calcutta.
 */
export function readTimeZoneName(typed: string): string | undefined {
  const name = typed.trim();
  const known = allZones().find((zone) => zone.toLowerCase() === name.toLowerCase());
  if (known !== undefined) return known;
  // An offset such as +02:00 is a zone to Intl, but one that knows no daylight saving.
  return /^[A-Za-z]/.test(name) && isZone(name) ? name : undefined;
}

/** Time zones that hold what is typed, cities that begin with it first. */
export function timeZoneChoices(typed: string): Choice[] {
  const wanted = typed.trim().toLowerCase().replaceAll(' ', '_');
  return allZones()
    .map((zone) => ({ zone, at: zone.toLowerCase().indexOf(wanted) }))
    .filter(({ at }) => at !== -1)
    .sort((a, b) => Number(!isStart(a.zone, a.at)) - Number(!isStart(b.zone, b.at)))
    .slice(0, MAX_CHOICES)
    .map(({ zone }) => ({ name: zone, value: zone }));
}

function isStart(zone: string, at: number): boolean {
  return at === 0 || '/_'.includes(zone[at - 1] ?? '');
}
