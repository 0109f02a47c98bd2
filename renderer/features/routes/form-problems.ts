/** What can be wrong in the dialog; it words each. */
export type Problem =
  | 'errorName'
  | 'errorTargets'
  | 'errorProvider'
  | 'errorModel'
  | 'errorRefuse'
  | 'errorValues'
  | 'errorRange'
  | 'errorTime'
  | 'errorNumber'
  | 'errorPositive'
  | 'errorOneNot'
  | 'errorExcept';

/** Where something is wrong: `name`, `refuse`, `targets`, `condition.0`, `except.condition.1`, `target.1.model`. */
export type FormProblems = Readonly<Record<string, Problem>>;

export type Note = (where: string, problem: Problem) => void;

export function numberText(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}
