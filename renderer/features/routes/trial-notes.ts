import type { PastTrial } from '../../../shared/domain/past-trial.ts';

export interface TrialNote {
  readonly id:
    | 'movedElsewhere'
    | 'noteUnpriced'
    | 'noteBlocked'
    | 'noteRefused'
    | 'noteTooLong'
    | 'noteMissing'
    | 'noteUnanswered'
    | 'notePractice'
    | 'noteAssumed'
    | 'noteFlat'
    | 'noteCut';
  readonly count: number;
  readonly isWarning: boolean;
}

/** What the figures leave out or rest on, what a person should act on first. */
export function trialNotes(trial: PastTrial): readonly TrialNote[] {
  const note = (id: TrialNote['id'], count: number, isWarning = false): TrialNote => ({
    id,
    count,
    isWarning,
  });
  return [
    note('noteBlocked', trial.blocked, true),
    note('noteTooLong', trial.tooLong, true),
    note('noteUnpriced', trial.unpriced, true),
    note('noteRefused', trial.refused),
    note('noteMissing', trial.missingFacts),
    note('noteUnanswered', trial.unanswered),
    note('notePractice', trial.practice),
    note('noteAssumed', trial.assumed),
    note('noteFlat', trial.flat),
    note('movedElsewhere', trial.movedElsewhere),
    note('noteCut', trial.isCut ? 1 : 0),
  ].filter(({ count }) => count > 0);
}
