import { answers0007 } from './0007-answers.ts';
import { bodies0002 } from './0002-bodies.ts';
import { cancelCauses0008 } from './0008-cancel-causes.ts';
import { conversations0003 } from './0003-conversations.ts';
import { daily0006 } from './0006-daily.ts';
import { exchanges0001 } from './0001-exchanges.ts';
import { facts0004 } from './0004-facts.ts';
import { replays0005 } from './0005-replays.ts';

export interface Migration {
  /** `user_version` after it ran; versions count up from 1 without a gap. */
  readonly version: number;
  readonly sql: string;
}

/** In order. A released one is never edited: a change is a new file. */
export const migrations: readonly Migration[] = [
  exchanges0001,
  bodies0002,
  conversations0003,
  facts0004,
  replays0005,
  daily0006,
  answers0007,
  cancelCauses0008,
];
