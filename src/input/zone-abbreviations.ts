import type { Language } from '../i18n/translate.ts';

/**
 * Zones all over the world with many inhabitants, each with a locale that uses its abbreviations:
 * `JST` in Japan is `GMT+9` in Britain.
 */
const POPULOUS = [
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

/** Zones whose abbreviation means another time in one of the zones above. */
const AMBIGUOUS = [['Europe/Dublin', 'en-IE']] as const;

export const populousZones: readonly string[] = POPULOUS.map(([zone]) => zone);

interface Abbreviations {
  /** Those that a zone uses all year, such as `ET`, `CET` and `JST`. */
  allYear: Map<string, Set<string>>;
  /** Those and the ones that a zone uses for a part of the year, such as `EDT`. */
  any: Map<string, Set<string>>;
}

let abbreviations: Abbreviations | undefined;

/**
 * The zones that an abbreviation may stand for. `zone` is set only if the abbreviation is used all
 * year and every candidate has the same time: `EDT` is only the summer half of a zone.
 */
export function zonesForAbbreviation(typed: string): { zone?: string; candidates: string[] } {
  const name = typed.trim().toUpperCase();
  const { allYear, any } = (abbreviations ??= findAbbreviations());
  const candidates = [...(any.get(name) ?? [])];
  const [zone] = allYear.get(name) ?? [];
  const isClear =
    zone !== undefined && candidates.every((other) => offsetsOf(other) === offsetsOf(zone));
  return { candidates, ...(isClear && { zone }) };
}

function findAbbreviations(): Abbreviations {
  const found: Abbreviations = { allYear: new Map(), any: new Map() };
  const add = (to: Map<string, Set<string>>, name: string, zone: string): void => {
    // Skips "GMT+9", "Japan Time", and GMT, which is a zone itself.
    if (!/^[A-Z]{2,5}$/.test(name) || name === 'GMT') return;
    to.set(name, (to.get(name) ?? new Set()).add(zone));
  };
  for (const [zone, locale] of [...POPULOUS, ...AMBIGUOUS]) {
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

/** Its offsets from UTC in January and in July. */
function offsetsOf(zone: string): string {
  return [JANUARY, JULY]
    .map((at) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offset)
    .join();
}

/**
 * The zones of a country by its full name in one of the languages; undefined if it isn't a country,
 * empty if this version of Node.js doesn't know a country's zones.
 */
export function zonesOfCountry(
  typed: string,
  languages: readonly Language[],
): readonly string[] | undefined {
  const wanted = typed.trim().toLowerCase();
  const names = languages.map(
    (language) => new Intl.DisplayNames(language, { type: 'region', fallback: 'none' }),
  );
  for (const code of REGION_CODES) {
    if (names.some((name) => name.of(code)?.toLowerCase() === wanted)) return zonesIn(code);
  }
  return undefined;
}

const LETTERS = Array.from({ length: 26 }, (_, at) => String.fromCharCode(65 + at));
const REGION_CODES = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));

function zonesIn(code: string): readonly string[] {
  // Older versions have a getter in place of the method; TypeScript knows neither.
  const locale = new Intl.Locale(`und-${code}`) as {
    getTimeZones?: () => string[];
    timeZones?: string[];
  };
  return locale.getTimeZones?.() ?? locale.timeZones ?? [];
}
