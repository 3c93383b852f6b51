import { createFormErrors } from '../validate/form-errors.ts';
import { isDocumented } from './differences.ts';
import { problemsOf } from './problems.ts';
import { officialSchema, type SchemaName } from './schemas.ts';

/** What Discord's own specification says to a body. */
export interface Official {
  /**
   * To be asked by every route that reads a body, once its own rules found nothing wrong: those have
   * Discord's words for what they know, so theirs is the better refusal.
   *
   * @throws ApiError 50035 with what the specification objects to
   */
  throwIfAny: () => void;
  /** Whether there are objections that nobody asked for. */
  readonly isIgnored: boolean;
}

/** For bodies without a schema. */
export const noObjections: Official = { throwIfAny: () => undefined, isIgnored: false };

/** Checks a body against a schema, or each of its entries with `each`. */
export const judge = async (name: SchemaName, body: unknown, each: boolean): Promise<Official> => {
  const parse = await officialSchema(name);
  const issues =
    each && Array.isArray(body)
      ? body.flatMap((entry, index) =>
          parse(entry).map((issue) => ({ ...issue, path: [index, ...issue.path] })),
        )
      : parse(body);
  if (issues.length === 0) return noObjections;
  const problems = problemsOf(issues).filter((problem) => !isDocumented(problem));
  if (problems.length === 0) return noObjections;
  let asked = false;
  return {
    throwIfAny: () => {
      asked = true;
      const errors = createFormErrors();
      for (const { at, code, message } of problems) errors.report(at, code, message);
      errors.throwIfAny();
    },
    get isIgnored() {
      return !asked;
    },
  };
};
