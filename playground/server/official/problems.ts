import type { Path } from '../validate/form-errors.ts';
import type { Issue } from './schemas.ts';

export interface Problem {
  at: Path;
  code: string;
  message: string;
}

const converts: Readonly<Record<string, string>> = {
  string: 'STRING_TYPE_CONVERT',
  int: 'NUMBER_TYPE_COERCE',
  number: 'NUMBER_TYPE_COERCE',
  boolean: 'BOOLEAN_TYPE_CONVERT',
  array: 'LIST_TYPE_CONVERT',
  object: 'MODEL_TYPE_CONVERT',
};

const isLength = ({ origin }: Issue): boolean => origin === 'string' || origin === 'array';

/** Discord's code and message for a problem that zod found. */
const worded = (issue: Issue): { code: string; message: string } => {
  const { code, expected = '', maximum, minimum, values = [] } = issue;
  if (code === 'too_big')
    return isLength(issue)
      ? { code: 'BASE_TYPE_MAX_LENGTH', message: `Must be ${maximum ?? ''} or fewer in length.` }
      : {
          code: 'NUMBER_TYPE_MAX',
          message: `int value should be less than or equal to ${maximum ?? ''}.`,
        };
  if (code === 'too_small')
    return isLength(issue)
      ? { code: 'BASE_TYPE_MIN_LENGTH', message: `Must be ${minimum ?? ''} or more in length.` }
      : {
          code: 'NUMBER_TYPE_MIN',
          message: `int value should be greater than or equal to ${minimum ?? ''}.`,
        };
  if (code === 'invalid_value')
    return { code: 'BASE_TYPE_CHOICES', message: `Value must be one of (${values.join(', ')}).` };
  if (code === 'invalid_type' && expected in converts)
    return { code: converts[expected] ?? '', message: `Could not interpret this as ${expected}.` };
  return {
    code: 'UNION_TYPE_CHOICES',
    message: `Discord's specification does not allow this (${code}).`,
  };
};

/** The alternative of a union that was meant: the one whose type, if it has one, matches. */
const meant = (alternatives: readonly Issue[][]): readonly Issue[] | undefined => {
  const sameType = alternatives.filter(
    (issues) => !issues.some(({ path }) => path.length === 1 && path[0] === 'type'),
  );
  return sameType.length === 1 ? sameType[0] : undefined;
};

const stepsOf = (path: readonly PropertyKey[]): Path =>
  path.map((step) => (typeof step === 'number' ? step : String(step)));

/** The specification's problems as entries of an Invalid Form Body. */
export const problemsOf = (issues: readonly Issue[], under: Path = []): Problem[] =>
  issues.flatMap((issue) => {
    const at = [...under, ...stepsOf(issue.path)];
    const inner = issue.code === 'invalid_union' ? meant(issue.errors ?? []) : undefined;
    return inner === undefined ? [{ at, ...worded(issue) }] : problemsOf(inner, at);
  });
