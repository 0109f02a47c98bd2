import { ruleSchema, type Action, type Rule, type Strategy } from '../../../shared/domain/rule.ts';
import { emptyGroup, groupOf, readGroup, type ConditionGroup } from './condition-form.ts';
import type { FormProblems, Note, Problem } from './form-problems.ts';
import { emptyTarget, readTarget, targetField, type TargetField } from './target-form.ts';

/** A rule as the dialog holds it: everything as typed. */
export interface RuleForm extends ConditionGroup {
  readonly id: string;
  readonly enabled: boolean;
  readonly name: string;
  readonly action: 'targets' | 'native' | 'refuse';
  readonly strategy: Strategy;
  readonly targets: readonly TargetField[];
  readonly refuse: string;
}

export function newForm(id: string): RuleForm {
  return {
    ...emptyGroup,
    id,
    enabled: true,
    name: '',
    action: 'targets',
    strategy: 'failover',
    targets: [emptyTarget()],
    refuse: '',
  };
}

export function formOf(rule: Rule): RuleForm {
  return {
    ...newForm(rule.id),
    enabled: rule.enabled,
    name: rule.name ?? '',
    ...groupOf(rule.when),
    ...actionFields(rule.then),
  };
}

function actionFields(action: Action): Partial<RuleForm> {
  if ('native' in action) return { action: 'native' };
  if ('refuse' in action) return { action: 'refuse', refuse: action.refuse };
  return { action: 'targets', strategy: action.strategy, targets: action.targets.map(targetField) };
}

export type ReadForm =
  | { readonly ok: true; readonly rule: Rule }
  | { readonly ok: false; readonly problems: FormProblems };

/** The rule that the form describes, or everything that is wrong with it at once. */
export function readForm(form: RuleForm): ReadForm {
  const problems: Record<string, Problem> = {};
  const note: Note = (where, problem) => {
    problems[where] = problem;
  };
  const name = form.name.trim();
  if (name === '') note('name', 'errorName');
  const when = readGroup(form, note);
  const then = readAction(form, note);
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  // The schema puts the keys in their order, by which drafts are compared.
  const rule = ruleSchema.parse({ id: form.id, name, enabled: form.enabled, when, then });
  return { ok: true, rule };
}

function readAction(form: RuleForm, note: Note): Action {
  if (form.action === 'native') return { native: true };
  if (form.action === 'refuse') {
    if (form.refuse.trim() === '') note('refuse', 'errorRefuse');
    return { refuse: form.refuse.trim() };
  }
  if (form.targets.length === 0) note('targets', 'errorTargets');
  const isWeighted = form.strategy === 'weighted';
  const targets = form.targets.map((target, place) =>
    readTarget(target, (where, problem) => {
      // Shares are shown for "weighted" only; elsewhere a wrong one is dropped, as nobody could mend it.
      if (where !== 'weight' || isWeighted) note(`target.${String(place)}.${where}`, problem);
    }),
  );
  return { strategy: form.strategy, targets };
}
