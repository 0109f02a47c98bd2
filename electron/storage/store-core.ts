import type Database from 'libsql';
import { assertNever } from '../../shared/base/assert-never.ts';
import { BodyTable } from './body-table.ts';
import { costSummary } from './cost-summary.ts';
import { openDatabase } from './database.ts';
import { Exchanges } from './exchanges.ts';
import { trySlice } from './past-requests.ts';
import type { StoreOperations, StoreReply, StoreRequest } from './store-protocol.ts';

/** The synchronous side of the store: everything that touches SQLite. Runs in the storage worker. */
export class StoreCore {
  readonly #now: () => number;
  #database: Database.Database | null = null;
  #exchanges: Exchanges | null = null;
  #bodies: BodyTable | null = null;
  #isReadOnly = false;

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
    switch (request.operation) {
      case 'open':
        return this.#open(request.input);
      case 'put':
        this.#table().put(request.input);
        return null;
      case 'list':
        return this.#table().list(request.input);
      case 'detail':
        return this.#table().detail(request.input);
      case 'today':
        return this.#table().today(request.input);
      case 'hits':
        return this.#table().hits(request.input.profileId, request.input.from);
      case 'costSummary':
        return costSummary(this.#file(), request.input);
      case 'trySlice':
        return trySlice(this.#file(), request.input);
      case 'putBodies': {
        const { exchangeId, bodies, limits } = request.input;
        this.#bodyTable().put(exchangeId, bodies, this.#now(), limits);
        return null;
      }
      case 'bodies':
        return this.#bodyTable().get(request.input);
      case 'trimBodies':
        this.#bodyTable().trim(this.#now(), request.input);
        return null;
      case 'deleteBodies':
        return this.#bodyTable().deleteAll();
      case 'close':
        this.#close();
        return null;
      default:
        return assertNever(request, 'store request');
    }
  }

  #open({ file, pid }: StoreOperations['open']['input']): StoreOperations['open']['output'] {
    const { database, note, isReadOnly } = openDatabase(file, this.#now);
    this.#database = database;
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
