import type Database from 'libsql';
import { readBodies } from '../traffic/bodies.ts';
import { BodyTable } from './body-table.ts';
import { costSummary } from './cost-summary.ts';
import { modelHealth } from './model-health.ts';
import {
  isMalformed,
  openDatabase,
  setAside,
  type OpenDatabase,
  type OpenNote,
} from './database.ts';
import { Exchanges } from './exchanges.ts';
import { trySlice } from './past-requests.ts';
import { codeOf, RENEWED } from './store-error.ts';
import { deleteEverything, foldRows } from './retention.ts';
import type {
  StoreOperation,
  StoreOperations,
  StoreReply,
  StoreRequest,
} from './store-protocol.ts';

/** The synchronous side of the store: everything that touches SQLite. Runs in the storage worker. */
export class StoreCore {
  readonly #now: () => number;
  readonly #openFile: typeof openDatabase;
  #database: Database.Database | null = null;
  #exchanges: Exchanges | null = null;
  #bodies: BodyTable | null = null;
  #isReadOnly = false;
  #path = '';
  #pid = 0;

  constructor(now: () => number, openFile = openDatabase) {
    this.#now = now;
    this.#openFile = openFile;
  }

  /** Never throws: whatever fails is the reply. */
  answer(request: StoreRequest): StoreReply {
    try {
      return { id: request.id, ok: true, output: this.#run(request) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const renewed = this.#renew(error);
      const code = renewed === null ? codeOf(error) : RENEWED;
      return { id: request.id, ok: false, message, code, renewed };
    }
  }

  /** Damage shows where it is met, in a large file long after it was opened. Then history begins anew. */
  #renew(error: unknown): OpenNote | null {
    if (this.#database === null || this.#isReadOnly || !isMalformed(error)) return null;
    try {
      this.#database.close();
      const movedTo = setAside(this.#path, this.#now());
      this.#use(this.#openFile(this.#path, this.#now));
      return { kind: 'set-aside', movedTo, because: String(error) };
    } catch {
      // The next question says that nothing is open.
      this.#database = null;
      this.#exchanges = null;
      this.#bodies = null;
      return null;
    }
  }

  #run(request: StoreRequest): unknown {
    // Each operation comes with its own input: `StoreRequest` is made from the same table.
    const run = this.#operations[request.operation] as (input: unknown) => unknown;
    return run(request.input);
  }

  readonly #operations: {
    readonly [O in StoreOperation]: (
      input: StoreOperations[O]['input'],
    ) => StoreOperations[O]['output'];
  } = {
    open: (input) => this.#open(input),
    put: (exchanges) => {
      this.#table().put(exchanges);
      return null;
    },
    list: (query) => this.#table().list(query),
    matching: ({ ids, terms }) => this.#table().matching(ids, terms),
    detail: (id) => this.#table().detail(id),
    modelHealth: (from) => modelHealth(this.#file(), from),
    today: (from) => this.#table().today(from),
    hits: ({ profileId, from }) => this.#table().hits(profileId, from),
    costSummary: (query) => costSummary(this.#file(), query),
    trySlice: (query) => trySlice(this.#file(), query),
    putBodies: ({ exchangeId, bodies, limits }) => {
      this.#bodyTable().put(exchangeId, bodies, this.#now(), limits);
      return null;
    },
    bodies: (id) => this.#bodyTable().get(id),
    readBodies,
    trimBodies: (limits) => {
      this.#bodyTable().trim(this.#now(), limits);
      return null;
    },
    deleteBodies: () => this.#bodyTable().deleteAll(),
    fold: (query) => foldRows(this.#file(), query),
    deleteEverything: () => {
      this.#table().forget();
      return deleteEverything(this.#file(), this.#path);
    },
    close: () => {
      this.#close();
      return null;
    },
  };

  #open({
    file,
    pid,
    isAgain,
  }: StoreOperations['open']['input']): StoreOperations['open']['output'] {
    this.#path = file;
    this.#pid = pid;
    const opened = this.#openFile(file, this.#now);
    const { exchanges } = this.#use(opened);
    if (!opened.isReadOnly) {
      const isOthers = (other: number): boolean => other !== pid || isAgain;
      exchanges.closeOrphans(this.#now(), (other) => isOthers(other) && isAlive(other));
      exchanges.trimToolLists();
    }
    return { note: opened.note, isReadOnly: opened.isReadOnly };
  }

  #use({ database, isReadOnly }: OpenDatabase): { readonly exchanges: Exchanges } {
    const exchanges = new Exchanges(database, this.#pid);
    this.#database = database;
    this.#isReadOnly = isReadOnly;
    this.#exchanges = exchanges;
    this.#bodies = new BodyTable(database);
    return { exchanges };
  }

  /** The journal is folded into the file, so that the file alone is all there is to copy. */
  #close(): void {
    const database = this.#database;
    this.#database = null;
    this.#exchanges = null;
    this.#bodies = null;
    if (database === null) return;
    try {
      if (!this.#isReadOnly) database.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      database.close();
    }
  }

  #file(): Database.Database {
    if (this.#database === null) throw new Error('The store is not open');
    return this.#database;
  }

  #bodyTable(): BodyTable {
    if (this.#bodies === null) throw new Error('The store is not open');
    return this.#bodies;
  }

  #table(): Exchanges {
    if (this.#exchanges === null) throw new Error('The store is not open');
    return this.#exchanges;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: there is such a process, it is just not ours to signal.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
