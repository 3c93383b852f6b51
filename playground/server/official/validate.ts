import { createFormErrors } from '../validate/form-errors.ts';
import { type Problem, problemsOf } from './problems.ts';
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
export const noProblems: Official = { throwIfAny: () => undefined, isIgnored: false };

/** Validates a body against a schema; with `each`, each of its entries. */
export const validateOfficially = async (
  name: SchemaName,
  body: unknown,
  each: boolean,
): Promise<Official> => {
  const parse = await officialSchema(name);
  const issues =
    each && Array.isArray(body)
      ? body.flatMap((entry, index) =>
          parse(entry).map((issue) => ({ ...issue, path: [index, ...issue.path] })),
        )
      : parse(body);
  if (issues.length === 0) return noProblems;
  const problems = problemsOf(issues).filter((problem) => !isDocumented(problem));
  if (problems.length === 0) return noProblems;
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

/**
 * Where the specification is stricter than the documentation. The documentation wins then, as the
 * specification's own README says. (Where it's laxer, as with 4,000 characters of content,
 * `validate/` is stricter.)
 */
const documented: readonly { at: RegExp; code?: string }[] = [
  // An integer in the specification; 64 bits don't fit into one, so every library sends a string.
  { at: /(^|\.)default_member_permissions$/ },
  // White space around an embed's texts is trimmed and not counted.
  {
    at: /(^|\.)embeds\.\d+\.(title|description|(fields\.\d+\.(name|value))|footer\.text|author\.name)$/,
    code: 'BASE_TYPE_MAX_LENGTH',
  },
];

/** Whether the documentation allows what the specification rejects. */
const isDocumented = ({ at, code }: Problem): boolean => {
  const path = at.join('.');
  return documented.some(
    (difference) =>
      difference.at.test(path) && (difference.code === undefined || difference.code === code),
  );
};
