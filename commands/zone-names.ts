import type { Language } from '../src/words/languages.ts';

/**
 * Zones that many people live in, over the world, each with the locale in whose words its
 * abbreviations are at home: what is `JST` to Japan is `GMT+9` to Britain.
 */
const PEOPLED = [
  ['America/New_York', 'en-US'],
  ['America/Chicago', 'en-US'],
  ['America/Denver', 'en-US'],
  ['America/Los_Angeles', 'en-US'],
  ['America/Sao_Paulo', 'pt-BR'],
  ['Europe/London', 'en-GB'],
  ['Europe/Berlin', 'en-GB'],
  ['Europe/Paris', 'en-GB'],
  ['Europe/Athens', 'en-GB'],
  ['Europe/Moscow', 'ru'],
  ['Africa/Lagos', 'en'],
  ['Asia/Kolkata', 'en-IN'],
  ['Asia/Shanghai', 'zh'],
  ['Asia/Singapore', 'en-SG'],
  ['Asia/Tokyo', 'ja'],
  ['Australia/Sydney', 'en-AU'],
] as const;

/** Where an abbreviation of theirs means another hour than one of those above. */
const OTHERS = [['Europe/Dublin', 'en-IE']] as const;

export const peopledZones: readonly string[] = PEOPLED.map(([zone]) => zone);

interface Abbreviations {
  /** What stands for a zone the whole year, such as `ET`, `CET` and `JST`. */
  allYear: Map<string, Set<string>>;
  /** What stands for it at some time of the year, such as `EDT`. */
  any: Map<string, Set<string>>;
}

let abbreviations: Abbreviations | undefined;

/**
 * The zones that an abbreviation may stand for. Only of one that holds all the year and for one
 * zone, or for several with the same name, `zone` is given; `EDT` is a half of one.
 */
export function zonesCalled(typed: string): { zone?: string; near: string[] } {
  const name = typed.trim().toUpperCase();
  const { allYear, any } = (abbreviations ??= findAbbreviations());
  const near = [...(any.get(name) ?? [])];
  const [zone] = allYear.get(name) ?? [];
  const isClear = zone !== undefined && near.every((other) => hoursOf(other) === hoursOf(zone));
  return { near, ...(isClear && { zone }) };
}

function findAbbreviations(): Abbreviations {
  const found: Abbreviations = { allYear: new Map(), any: new Map() };
  const add = (to: Map<string, Set<string>>, name: string, zone: string): void => {
    // Not "GMT+9" or "Japan Time", and GMT is a zone itself.
    if (!/^[A-Z]{2,5}$/.test(name) || name === 'GMT') return;
    to.set(name, (to.get(name) ?? new Set()).add(zone));
  };
  for (const [zone, locale] of [...PEOPLED, ...OTHERS]) {
    const generic = nameOf(zone, locale, 'shortGeneric', JANUARY);
    const [winter, summer] = [JANUARY, JULY].map((at) => nameOf(zone, locale, 'short', at));
    for (const name of [generic, winter, summer]) add(found.any, name ?? '', zone);
    add(found.allYear, generic, zone);
    if (winter === summer) add(found.allYear, winter ?? '', zone);
  }
  return found;
}

const [JANUARY, JULY] = [Date.UTC(2021, 0, 15), Date.UTC(2021, 6, 15)];

function nameOf(
  timeZone: string,
  locale: string,
  timeZoneName: 'short' | 'shortGeneric',
  at: number,
): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName }).formatToParts(at);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

/** How far it is from UTC in winter and in summer. */
function hoursOf(zone: string): string {
  return [JANUARY, JULY]
    .map((at) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offset)
    .join();
}

/**
 * The zones of a country by its whole name in one of the languages; undefined where it is none,
 * empty where this Node.js does not tell them.
 */
export function zonesOfCountry(
  typed: string,
  languages: readonly Language[],
): readonly string[] | undefined {
  const wanted = typed.trim().toLowerCase();
  const names = languages.map(
    (language) => new Intl.DisplayNames(language, { type: 'region', fallback: 'none' }),
  );
  for (const code of CODES) {
    if (names.some((name) => name.of(code)?.toLowerCase() === wanted)) return zonesIn(code);
  }
  return undefined;
}

const LETTERS = Array.from({ length: 26 }, (_, at) => String.fromCharCode(65 + at));
const CODES = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));

function zonesIn(code: string): readonly string[] {
  // A getter until it became a method; TypeScript knows neither.
  const locale = new Intl.Locale(`und-${code}`) as {
    getTimeZones?: () => string[];
    timeZones?: string[];
  };
  return locale.getTimeZones?.() ?? locale.timeZones ?? [];
}
