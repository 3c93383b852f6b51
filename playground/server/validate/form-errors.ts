import { ApiError } from '../http/api-error.ts';

export type Path = readonly (string | number)[];

/** Reports what's wrong with the value at a path of the body. */
export type Report = (at: Path, code: string, message: string) => void;

interface Problem {
  at: Path;
  code: string;
  message: string;
}

/** Collects problems and nests them like Discord: `{ embeds: { 0: { title: { _errors } } } }`. */
interface FormErrors {
  report: Report;
  readonly any: boolean;
  tree: () => Record<string, unknown>;
  /** Throws the 400 with code 50035 if anything was reported. */
  throwIfAny: () => void;
}

export const createFormErrors = (): FormErrors => {
  const problems: Problem[] = [];

  const tree = (): Record<string, unknown> => {
    const root: Record<string, unknown> = {};
    for (const { at, code, message } of problems) {
      let node = root;
      for (const step of at) {
        node[step] ??= {};
        node = node[step] as Record<string, unknown>;
      }
      node._errors ??= [];
      (node._errors as unknown[]).push({ code, message });
    }
    return root;
  };

  return {
    report: (at, code, message) => {
      problems.push({ at, code, message });
    },
    get any() {
      return problems.length > 0;
    },
    tree,
    throwIfAny: () => {
      if (problems.length > 0)
        throw new ApiError(400, { message: 'Invalid Form Body', code: 50035, errors: tree() });
    },
  };
};

/** The 400 for a single problem. */
export const invalidForm = (at: Path, code: string, message: string): ApiError => {
  const errors = createFormErrors();
  errors.report(at, code, message);
  return new ApiError(400, { message: 'Invalid Form Body', code: 50035, errors: errors.tree() });
};
