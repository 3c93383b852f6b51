import { statSync } from 'node:fs';
import { config as readDotenv } from 'dotenv';
import { z } from 'zod';
import { isTimeZone } from '../digest/day.ts';
import { followedFolderUrl } from '../sources/followed-folder.ts';
import type { SourceId } from '../sources/types.ts';

/** All settings, validated. `.env.example` says what each is for. */
export interface Config {
  token: string;
  /** Base URL of Discord's API, without the version and without a trailing slash. */
  api: string;
  digestsDir: string;
  databaseUrl: string;
  /** Local time for new subscriptions, `HH:MM`. */
  postTime: string;
  /** IANA time zone for new subscriptions, and for "today". */
  timeZone: string;
  /** What to do with a digest that may have arrived, when there is no way to find out. */
  whenUnsure: 'send' | 'skip';
  /** How many requests per second go to Discord, not counting answers to people. */
  requestsPerSecond: number;
  logLevel: (typeof LOG_LEVELS)[number];
  sources: SourceSettings;
}

/** Where each day's digest comes from. */
export interface SourceSettings {
  /** The sources to ask; none if empty. */
  ids: readonly SourceId[];
  /** The URL of the folder of digests to follow; set if `ids` includes `follow`. */
  follow?: string;
  /** Base URLs without a trailing slash. */
  huggingfaceApi: string;
  arxivApi: string;
  hackernewsApi: string;
  /** Where the sources may contact the operator: `https://…` or `mailto:…`. */
  contact?: string;
  /** The most papers in a digest. */
  top: number;
  /** The fewest upvotes of each paper. */
  minUpvotes: number;
}

/** Settings, or every problem with them at once, each a sentence that says what is accepted. */
type Result<T> = ({ ok: true } & T) | { ok: false; problems: string[] };

type Env = Readonly<Record<string, string | undefined>>;

/** The values that SOURCES accepts, in the order in which the sources are asked. */
const SOURCE_IDS = ['huggingface', 'arxiv', 'hackernews', 'follow'] as const satisfies SourceId[];

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** So that every digest stays readable. */
const MOST_PAPERS = 50;

/** An email address or a URL, without characters that would end a comment in a header. */
const CONTACT = /^(?:https?:\/\/[^\s()/]+(?:\/[^\s()]*)?|[^\s()@:/]+@[^\s()@:/]+)$/;

const NO_TOKEN =
  'DISCORD_TOKEN is missing. Create a bot at https://discord.com/developers/applications ' +
  '(New Application, then Bot, then Reset Token) and put DISCORD_TOKEN=… in .env. ' +
  'To try Paperboy without a Discord account: npm run playground';

/** Reads the settings of this process, from `.env` and the environment. Nothing else reads them. */
export function loadConfig(): Result<{ config: Config }> {
  return readConfig(loadEnv(), isFolder);
}

/** Reads only which store to use, for tools that need no token. */
export function loadDatabaseUrl(): Result<{ url: string }> {
  const { DATABASE_URL } = storageSettings(isFolder);
  const parsed = z.object({ DATABASE_URL }).safeParse(loadEnv());
  return parsed.success
    ? { ok: true, url: parsed.data.DATABASE_URL }
    : { ok: false, problems: messagesOf(parsed.error) };
}

/** Reads only where digests come from and where they go, for the tool that builds them. */
export function loadSourceSettings(): Result<{
  digestsDir: string;
  databaseUrl: string;
  sources: SourceSettings;
}> {
  const env = loadEnv();
  const parsed = z.object({ ...storageSettings(isFolder), ...SOURCE_SETTINGS }).safeParse(env);
  const problems = problemsOf(parsed.error, env);
  if (!parsed.success || problems.length > 0) return { ok: false, problems };
  const { DIGESTS_DIR: digestsDir, DATABASE_URL: databaseUrl } = parsed.data;
  return { ok: true, digestsDir, databaseUrl, sources: toSources(parsed.data) };
}

/**
 * Validates settings.
 *
 * @param env the environment's variables, those of `.env` included
 * @param isDirectory whether a path is a folder
 */
export function readConfig(
  env: Env,
  isDirectory: (path: string) => boolean,
): Result<{ config: Config }> {
  const storage = storageSettings(isDirectory);
  const shape = { ...DISCORD_SETTINGS, ...storage, ...DELIVERY_SETTINGS, ...SOURCE_SETTINGS };
  const parsed = z.object(shape).safeParse(env);
  const problems = problemsOf(parsed.error, env);
  if (!parsed.success || problems.length > 0) return { ok: false, problems };
  const { data } = parsed;
  return {
    ok: true,
    config: {
      token: data.DISCORD_TOKEN,
      api: data.DISCORD_API,
      digestsDir: data.DIGESTS_DIR,
      databaseUrl: data.DATABASE_URL,
      postTime: data.POST_TIME,
      timeZone: data.TIMEZONE,
      whenUnsure: data.WHEN_UNSURE,
      requestsPerSecond: data.REQUESTS_PER_SECOND,
      logLevel: data.LOG_LEVEL,
      sources: toSources(data),
    },
  };
}

function loadEnv(): Env {
  readDotenv({ quiet: true });
  return process.env;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

const DISCORD_SETTINGS = {
  DISCORD_TOKEN: setting(undefined, NO_TOKEN)
    .transform((token) => token.replace(/^Bot\s+/i, ''))
    .refine((token) => /^[\w.-]+$/.test(token), {
      error:
        'DISCORD_TOKEN contains characters that no token has: copy the whole token and nothing else',
    }),
  DISCORD_API: setting('https://discord.com/api')
    .refine(isHttpUrl, { error: 'DISCORD_API must be a URL such as https://discord.com/api' })
    // discord.js adds the version that it uses.
    .transform((url) => url.replace(/\/+$/, '').replace(/\/v\d+$/, '')),
};

function storageSettings(isDirectory: (path: string) => boolean) {
  return {
    DIGESTS_DIR: setting('digests').refine(isDirectory, {
      error:
        'DIGESTS_DIR must be an existing folder: it holds the digests, one Markdown file per day',
    }),
    DATABASE_URL: setting('sqlite:data/paperboy.db').refine((url) => /^sqlite:./.test(url), {
      error: 'DATABASE_URL must be sqlite: followed by a file, such as sqlite:data/paperboy.db',
    }),
  };
}

const DELIVERY_SETTINGS = {
  POST_TIME: setting('09:00').refine((time) => /^([01]\d|2[0-3]):[0-5]\d$/.test(time), {
    error: 'POST_TIME must be HH:MM on a 24-hour clock, such as 09:00',
  }),
  TIMEZONE: setting('UTC').refine(isNamedZone, {
    error: 'TIMEZONE must be an IANA time zone, such as Europe/Berlin',
  }),
  WHEN_UNSURE: setting('skip').pipe(
    z.enum(['skip', 'send'], {
      error:
        'WHEN_UNSURE must be skip or send: what to do when a digest may or may not have arrived',
    }),
  ),
  REQUESTS_PER_SECOND: setting('48')
    .refine((text) => /^[1-9]\d{0,3}$/.test(text), {
      error:
        "REQUESTS_PER_SECOND must be a whole number from 1 to 9999; Discord allows 50 unless it has raised your bot's limit",
    })
    .transform(Number),
  LOG_LEVEL: setting('info').pipe(
    z.enum(LOG_LEVELS, { error: `LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}` }),
  ),
};

const SOURCE_SETTINGS = {
  SOURCES: setting('huggingface,arxiv,hackernews')
    .transform((list) => list.split(',').map((name) => name.trim().toLowerCase()))
    .refine(areSources, {
      error: `SOURCES must be a comma-separated list of ${SOURCE_IDS.join(', ')}, or none on its own`,
    })
    .transform((names) => SOURCE_IDS.filter((id) => names.includes(id))),
  FOLLOW: optional()
    .refine((url) => url === undefined || followedFolderUrl(url) !== undefined, {
      error: 'FOLLOW must be the http or https URL of a folder of digests, with no password in it',
    })
    .transform((url) => url?.replace(/\/+$/, '')),
  HUGGINGFACE_API: address('HUGGINGFACE_API', 'https://huggingface.co/api'),
  ARXIV_API: address('ARXIV_API', 'https://export.arxiv.org/api'),
  HACKERNEWS_API: address('HACKERNEWS_API', 'https://hn.algolia.com/api/v1'),
  CONTACT: optional()
    .refine((contact) => contact === undefined || CONTACT.test(contact), {
      error: 'CONTACT must be an email address or an http or https URL',
    })
    .transform((contact) => (contact?.includes('://') === false ? `mailto:${contact}` : contact)),
  DIGEST_TOP: setting('10')
    .refine((text) => /^[1-9]\d?$/.test(text) && Number(text) <= MOST_PAPERS, {
      error: `DIGEST_TOP must be a whole number from 1 to ${MOST_PAPERS}`,
    })
    .transform(Number),
  DIGEST_MIN_UPVOTES: setting('5')
    .refine((text) => /^\d{1,6}$/.test(text), {
      error: 'DIGEST_MIN_UPVOTES must be a whole number from 0 to 999999',
    })
    .transform(Number),
};

type SourceValues = z.output<z.ZodObject<typeof SOURCE_SETTINGS>>;

/** Combines the values: a folder to follow is also a source, unless SOURCES is none. */
function toSources(values: SourceValues): SourceSettings {
  const { SOURCES: ids } = values;
  const follow = ids.length > 0 ? values.FOLLOW : undefined;
  const isAdded = follow !== undefined && !ids.includes('follow');
  return {
    ids: isAdded ? [...ids, 'follow'] : ids,
    ...(follow !== undefined && { follow }),
    huggingfaceApi: values.HUGGINGFACE_API,
    arxivApi: values.ARXIV_API,
    hackernewsApi: values.HACKERNEWS_API,
    ...(values.CONTACT !== undefined && { contact: values.CONTACT }),
    top: values.DIGEST_TOP,
    minUpvotes: values.DIGEST_MIN_UPVOTES,
  };
}

/** The problems with single settings, and with the sources in combination. */
function problemsOf(error: z.ZodError | undefined, env: Env): string[] {
  const { SOURCES, FOLLOW } = SOURCE_SETTINGS;
  const sources = z.object({ SOURCES, FOLLOW }).safeParse(env);
  return [...messagesOf(error), ...(sources.success ? sourceProblems(sources.data) : [])];
}

function messagesOf(error: z.ZodError | undefined): string[] {
  return error?.issues.map(({ message }) => message) ?? [];
}

function sourceProblems({ SOURCES, FOLLOW }: Pick<SourceValues, 'SOURCES' | 'FOLLOW'>): string[] {
  const has = (id: SourceId): boolean => SOURCES.includes(id);
  if (has('follow') && FOLLOW === undefined) {
    return ['FOLLOW is missing: SOURCES includes follow, which needs the URL of a folder'];
  }
  if (has('huggingface') && !has('arxiv')) {
    return ['SOURCES includes huggingface, which needs arxiv for the details of its papers'];
  }
  // By itself, arXiv looks up papers that people ask for.
  const isLookupOnly = SOURCES.length === 1 && has('arxiv');
  if (SOURCES.length > 0 && !isLookupOnly && !has('huggingface') && FOLLOW === undefined) {
    return ['SOURCES has nothing to get papers from: add huggingface or follow, or set it to none'];
  }
  return [];
}

/** A trimmed text; `fallback` if it's missing or empty. */
function setting(fallback: string | undefined, missing = '') {
  return z.preprocess(
    (value) => (isGiven(value) ? value : fallback),
    z.string({ error: missing }).trim(),
  );
}

/** A trimmed text; undefined if it's missing or empty. */
function optional() {
  return z.preprocess(
    (value) => (isGiven(value) ? value : undefined),
    z.string().trim().optional(),
  );
}

/** The base URL of a source's API. */
function address(name: string, fallback: string) {
  return setting(fallback)
    .refine(isHttpUrl, { error: `${name} must be a URL such as ${fallback}` })
    .transform((url) => url.replace(/\/+$/, ''));
}

function isGiven(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function areSources(names: readonly string[]): boolean {
  return names.join() === 'none' || names.every((name) => SOURCE_IDS.some((id) => id === name));
}

function isHttpUrl(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? '');
}

function isNamedZone(name: string): boolean {
  // Offsets such as +02:00 are also time zones, but without daylight saving time.
  return /^[A-Za-z]/.test(name) && isTimeZone(name);
}
