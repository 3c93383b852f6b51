import { isSnowflake } from '../snowflake.ts';
import type { Path, Report } from './form-errors.ts';

/**
 * Checks a value against a rule and reports what's wrong, with Discord's own codes and messages.
 * Rules are built from the functions below, so that a body's shape is a table.
 */
export type Check = (value: unknown, at: Path, report: Report) => void;

const show = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

export const required = (at: Path, report: Report): void =>
  report(at, 'BASE_TYPE_REQUIRED', 'This field is required');

const badLength = (at: Path, report: Report, min: number, max: number): void => {
  if (min > 0) report(at, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
  else report(at, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
};

interface TextRule {
  min?: number;
  max: number;
  /** Whether white space at both ends is ignored. */
  trim?: boolean;
  pattern?: RegExp;
}

/** A string of `min` to `max` UTF-16 units. */
export const text =
  ({ min = 0, max, trim = false, pattern }: TextRule): Check =>
  (value, at, report) => {
    if (typeof value !== 'string') {
      report(at, 'STRING_TYPE_CONVERT', `Could not interpret "${show(value)}" as string.`);
      return;
    }
    const length = (trim ? value.trim() : value).length;
    if (length === 0 && min > 0) required(at, report);
    else if (length < min || length > max) badLength(at, report, min, max);
    else if (pattern?.test(value) === false)
      report(at, 'STRING_TYPE_REGEX', 'String value did not match validation regex.');
  };

/** Text that must not be empty; if it's too long, Discord only mentions the maximum. */
export const filledText =
  (max: number, trim = true): Check =>
  (value, at, report) => {
    if (typeof value === 'string' && (trim ? value.trim() : value) === '') required(at, report);
    else text({ max, trim })(value, at, report);
  };

export const integer =
  ({ min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = {}): Check =>
  (value, at, report) => {
    if (typeof value !== 'number' || !Number.isInteger(value))
      report(at, 'NUMBER_TYPE_COERCE', `Value "${show(value)}" is not int.`);
    else if (value > max)
      report(at, 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${max}.`);
    else if (value < min)
      report(at, 'NUMBER_TYPE_MIN', `int value should be greater than or equal to ${min}.`);
  };

export const number: Check = (value, at, report) => {
  if (typeof value !== 'number')
    report(at, 'NUMBER_TYPE_COERCE', `Value "${show(value)}" is not float.`);
};

export const boolean: Check = (value, at, report) => {
  if (typeof value !== 'boolean')
    report(at, 'BOOLEAN_TYPE_CONVERT', `Could not interpret "${show(value)}" as boolean.`);
};

export const snowflake: Check = (value, at, report) => {
  if (!isSnowflake(value))
    report(at, 'NUMBER_TYPE_COERCE', `Value "${show(value)}" is not snowflake.`);
};

export const oneOf =
  (values: readonly (string | number)[]): Check =>
  (value, at, report) => {
    if (!values.includes(value as string | number))
      report(at, 'BASE_TYPE_CHOICES', `Value must be one of (${values.join(', ')}).`);
  };

/** A URL that a client could open, with one of the given schemes. */
export const url =
  (max: number, schemes: readonly string[]): Check =>
  (value, at, report) => {
    if (typeof value !== 'string' || value.length > max) {
      text({ max })(value, at, report);
      return;
    }
    const parsed = URL.parse(value);
    const scheme = /^([a-z][a-z\d+.-]*):/i.exec(value)?.[1]?.toLowerCase();
    if (parsed === null || scheme === undefined)
      report(at, 'URL_TYPE_INVALID_URL', 'Not a well formed URL.');
    else if (!schemes.includes(scheme))
      report(
        at,
        'URL_TYPE_INVALID_SCHEME',
        `Scheme "${scheme}" is not supported. Scheme must be one of (${schemes.map((name) => `'${name}'`).join(', ')}).`,
      );
  };

export const timestamp: Check = (value, at, report) => {
  if (typeof value !== 'string' || Number.isNaN(Date.parse(value)))
    report(at, 'DATE_TIME_TYPE_PARSE', `Could not parse ${show(value)}. Should be ISO8601.`);
};

/** Accepts anything: for fields that Discord sends and ignores when they're sent back. */
export const ignored: Check = () => undefined;

export const list =
  (item: Check, { min = 0, max = Number.MAX_SAFE_INTEGER } = {}): Check =>
  (value, at, report) => {
    if (!Array.isArray(value)) {
      report(at, 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
      return;
    }
    if (value.length < min || value.length > max) badLength(at, report, min, max);
    else value.forEach((inner, index) => item(inner, [...at, index], report));
  };

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Runs a check and returns whether it passed. */
export const passes = (check: Check, value: unknown, at: Path, report: Report): boolean => {
  let problems = 0;
  check(value, at, (...problem) => {
    problems += 1;
    report(...problem);
  });
  return problems === 0;
};

/** A required field; all others may be missing or null. */
export const needed = (check: Check): { needed: Check } => ({ needed: check });

export type Fields = Readonly<Record<string, Check | { needed: Check }>>;

/**
 * An object with these fields and no others.
 *
 * Discord ignores unknown fields. Here they're rejected loudly, since a misspelt field that's
 * silently dropped is how a bot ends up pinging a whole server.
 */
export const object =
  (fields: Fields): Check =>
  (value, at, report) => {
    if (!isRecord(value)) {
      report(at, 'MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
      return;
    }
    for (const [name, rule] of Object.entries(fields)) {
      const inner = value[name];
      const missing = inner === undefined || inner === null;
      if (typeof rule === 'function') {
        if (!missing) rule(inner, [...at, name], report);
      } else if (missing) required([...at, name], report);
      else rule.needed(inner, [...at, name], report);
    }
    for (const name of Object.keys(value))
      if (!Object.hasOwn(fields, name))
        report(
          [...at, name],
          'PLAYGROUND_UNKNOWN_FIELD',
          `The playground knows no field "${name}" here. Is it misspelt? Discord would ignore it without a word.`,
        );
  };

/** A dictionary with any keys. */
export const record =
  (item: Check): Check =>
  (value, at, report) => {
    if (!isRecord(value))
      report(at, 'MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
    else for (const [name, inner] of Object.entries(value)) item(inner, [...at, name], report);
  };

/** All of these must pass; only the first that doesn't is reported. */
export const all =
  (...checks: readonly Check[]): Check =>
  (value, at, report) => {
    checks.every((check) => passes(check, value, at, report));
  };
