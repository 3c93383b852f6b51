import { statSync } from 'node:fs';
import { config as readDotenv } from 'dotenv';
import { z } from 'zod';
import {
  SOURCE_IDS,
  sourceProblems,
  type SourceSettings,
  sourceSettings,
} from './source-settings.ts';
import { isTimeZone } from '../digest/day.ts';
import { followedFolderUrl } from '../sources/followed-folder.ts';

/** Everything that can be set, checked. `.env.example` says what each is for. */
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
  /** What is done with a digest that may have arrived where nobody can find out. */
  whenUnsure: 'send' | 'skip';
  /** How many requests a second go to Discord, answers to people not counted. */
  requestsPerSecond: number;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  sources: SourceSettings;
}

const NO_TOKEN =
  'DISCORD_TOKEN is missing. Create a bot at https://discord.com/developers/applications ' +
  '(New Application, then Bot, then Reset Token) and put DISCORD_TOKEN=… in .env. ' +
  'To try Paperboy without a Discord account: npm run playground';

/** Each digest must stay a file that can be read. */
const MOST_PAPERS = 50;

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** The settings, or every problem with them at once, each a sentence that says what is accepted. */
export type ConfigResult = { ok: true; config: Config } | { ok: false; problems: string[] };

/** Reads the settings of this process: `.env` and the environment. Nothing else looks at them. */
export function loadConfig(): ConfigResult {
  readDotenv({ quiet: true });
  return readConfig(process.env, isFolder);
}

/** The setting that names the store alone: its tools need no token. */
export function loadDatabaseUrl(): { ok: true; url: string } | { ok: false; problems: string[] } {
  readDotenv({ quiet: true });
  const read = schema(() => true)
    .pick({ DATABASE_URL: true })
    .safeParse(process.env);
  if (read.success) return { ok: true, url: read.data.DATABASE_URL };
  return { ok: false, problems: read.error.issues.map(({ message }) => message) };
}

/** The settings on where digests come from and go to: the tool that makes them needs no token. */
export function loadSourceSettings():
  | { ok: true; digestsDir: string; databaseUrl: string; sources: SourceSettings }
  | { ok: false; problems: string[] } {
  readDotenv({ quiet: true });
  const read = schema(isFolder)
    .pick({
      DIGESTS_DIR: true,
      DATABASE_URL: true,
      SOURCES: true,
      FOLLOW: true,
      HUGGINGFACE_API: true,
      ARXIV_API: true,
      HACKERNEWS_API: true,
      CONTACT: true,
      DIGEST_TOP: true,
      DIGEST_MIN_UPVOTES: true,
    })
    .safeParse(process.env);
  const problems = problemsOf(read, process.env);
  if (!read.success || problems.length > 0) return { ok: false, problems };
  const { DIGESTS_DIR: digestsDir, DATABASE_URL: databaseUrl } = read.data;
  return { ok: true, digestsDir, databaseUrl, sources: sourceSettings(read.data) };
}

/**
 * Checks settings.
 *
 * @param env the environment's variables, those of `.env` included
 * @param isDirectory whether a path is a folder
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  isDirectory: (path: string) => boolean,
): ConfigResult {
  const read = schema(isDirectory).safeParse(env);
  const problems = problemsOf(read, env);
  if (!read.success || problems.length > 0) return { ok: false, problems };
  const { data } = read;
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
      sources: sourceSettings(data),
    },
  };
}

/** What is wrong with single settings, and with what the sources are together. */
function problemsOf(
  read: z.ZodSafeParseResult<object>,
  env: Readonly<Record<string, string | undefined>>,
): string[] {
  const single = read.error?.issues.map(({ message }) => message) ?? [];
  const sources = schema(() => true)
    .pick({ SOURCES: true, FOLLOW: true })
    .safeParse(env);
  return sources.success ? [...single, ...sourceProblems(sources.data)] : single;
}

function schema(isDirectory: (path: string) => boolean) {
  return z.object({
    DISCORD_TOKEN: setting(undefined, NO_TOKEN)
      .transform((token) => token.replace(/^Bot\s+/i, ''))
      .refine((token) => /^[\w.-]+$/.test(token), {
        error:
          'DISCORD_TOKEN contains characters that no token has: copy the whole token and nothing else',
      }),
    DISCORD_API: setting('https://discord.com/api')
      .refine(isHttpUrl, {
        error: 'DISCORD_API must be a URL such as https://discord.com/api',
      })
      // discord.js adds the version that it speaks.
      .transform((url) => url.replace(/\/+$/, '').replace(/\/v\d+$/, '')),
    DIGESTS_DIR: setting('digests').refine(isDirectory, {
      error:
        'DIGESTS_DIR must be an existing folder: it holds the digests, one Markdown file per day',
    }),
    DATABASE_URL: setting('sqlite:data/paperboy.db').refine((url) => /^sqlite:./.test(url), {
      error: 'DATABASE_URL must be sqlite: followed by a file, such as sqlite:data/paperboy.db',
    }),
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
      z.enum(LEVELS, { error: `LOG_LEVEL must be one of ${LEVELS.join(', ')}` }),
    ),
    SOURCES: setting('huggingface,arxiv,hackernews')
      .transform((list) => list.split(',').map((name) => name.trim().toLowerCase()))
      .refine(areSources, {
        error: `SOURCES must be a comma-separated list of ${SOURCE_IDS.join(', ')}, or none on its own`,
      })
      .transform((names) => SOURCE_IDS.filter((id) => names.includes(id))),
    FOLLOW: optional()
      .refine((url) => url === undefined || followedFolderUrl(url) !== undefined, {
        error:
          'FOLLOW must be the http or https URL of a folder of digests, with no password in it',
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
  });
}

/** An e-mail address or a web address, without what would end a comment in a header. */
const CONTACT = /^(?:https?:\/\/[^\s()/]+(?:\/[^\s()]*)?|[^\s()@:/]+@[^\s()@:/]+)$/;

/** The base URL of somebody's interface. */
function address(name: string, fallback: string) {
  return setting(fallback)
    .refine(isHttpUrl, { error: `${name} must be a URL such as ${fallback}` })
    .transform((url) => url.replace(/\/+$/, ''));
}

/** A setting that may be missing; one left empty is. */
function optional() {
  return z.preprocess(
    (value) => (typeof value === 'string' && value.trim() !== '' ? value : undefined),
    z.string().trim().optional(),
  );
}

function areSources(names: readonly string[]): boolean {
  if (names.length === 1 && names[0] === 'none') return true;
  return names.every((name) => SOURCE_IDS.some((id) => id === name));
}

/** A setting as text without blanks around it; one left empty counts as not set. */
function setting(fallback: string | undefined, missing = '') {
  const given = z.string({ error: missing }).trim();
  return z.preprocess(
    (value) => (typeof value === 'string' && value.trim() !== '' ? value : fallback),
    given,
  );
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isHttpUrl(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? '');
}

function isNamedZone(name: string): boolean {
  // An offset such as +02:00 is a zone as well, but one that knows no daylight saving.
  return /^[A-Za-z]/.test(name) && isTimeZone(name);
}
