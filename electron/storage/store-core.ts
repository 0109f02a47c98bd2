import type Database from 'libsql';
import { readBodies } from '../traffic/bodies.ts';
import { BodyTable } from './body-table.ts';
import { costSummary } from './cost-summary.ts';
import { modelHealth } from './model-health.ts';
import { openDatabase } from './database.ts';
import { Exchanges } from './exchanges.ts';
import { trySlice } from './past-requests.ts';
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
  #database: Database.Database | null = null;
  #exchanges: Exchanges | null = null;
  #bodies: BodyTable | null = null;
  #isReadOnly = false;
  #path = '';

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Never throws: whatever fails is the reply. */
  answer(request: StoreRequest): StoreReply {
    try {
      return { id: request.id, ok: true, output: this.#run(request) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { id: request.id, ok: false, message };
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

  #open({ file, pid }: StoreOperations['open']['input']): StoreOperations['open']['output'] {
    const { database, note, isReadOnly } = openDatabase(file, this.#now);
    this.#database = database;
    this.#path = file;
    this.#isReadOnly = isReadOnly;
    this.#exchanges = new Exchanges(database, pid);
    this.#bodies = new BodyTable(database);
    if (!isReadOnly) {
      this.#exchanges.closeOrphans(this.#now(), isAlive);
      this.#exchanges.trimToolLists();
    }
    return { note, isReadOnly };
  }

  /** The journal is folded into the file, so that the file alone is all there is to copy. */
  #close(): void {
    const database = this.#database;
    this.#database = null;
    this.#exchanges = null;
    this.#bodies = null;
    if (database === null) return;
    if (!this.#isReadOnly) database.pragma('wal_checkpoint(TRUNCATE)');
    database.close();
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
