import { createFormErrors } from '../validate/form-errors.ts';
import { isDocumented } from './differences.ts';
import { problemsOf } from './problems.ts';
import { officialSchema, type SchemaName } from './schemas.ts';

/** The result of validating a body against Discord's own specification. */
export interface Official {
  /**
   * Must be called by every route that reads a body, after its own rules have passed: those use
   * Discord's own wording, so their errors are better.
   *
   * @throws ApiError 50035 with what the specification rejects
   */
  throwIfAny: () => void;
  /** Whether there are problems but `throwIfAny` was never called. */
  readonly isIgnored: boolean;
}

/** For bodies without a schema. */
export const noObjections: Official = { throwIfAny: () => undefined, isIgnored: false };

/** Validates a body against a schema; with `each`, each of its entries. */
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
