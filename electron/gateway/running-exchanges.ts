import type { ServerResponse } from 'node:http';
import type { GatewayError } from '../../shared/domain/gateway-error.ts';
import { abortCauses } from './abort-cause.ts';

/** An exchange under way. */
interface Running {
  readonly abort: AbortController;
  readonly response: ServerResponse;
  /** The address it came in by. */
  readonly door: symbol;
  /** The side of a replay that it is. */
  readonly replayId: string | null;
}

/** Everything that is under way, and the ways to give it up: each says why, and the client is told before it ends. */
export class RunningExchanges {
  readonly #running = new Map<string, Running>();
  #onIdle: (() => void) | null = null;

  get size(): number {
    return this.#running.size;
  }

  /** Its signal aborts when the client goes, or someone here gives it up. */
  begin(id: string, request: Omit<Running, 'abort'>): AbortController {
    const abort = new AbortController();
    const { response } = request;
    this.#running.set(id, { ...request, abort });
    response.on('close', () => {
      if (!response.writableFinished) abort.abort(abortCauses.clientGone);
    });
    return abort;
  }

  end(id: string): void {
    this.#running.delete(id);
    if (this.#running.size === 0) this.#onIdle?.();
  }

  /** An exchange by its id, or the side of a replay from the moment it is admitted. False when it is not under way. */
  cancel(id: string): boolean {
    const running =
      this.#running.get(id) ?? [...this.#running.values()].find(({ replayId }) => replayId === id);
    if (running === undefined) return false;
    running.abort.abort(abortCauses.cancelled);
    return true;
  }

  /** Resolves when nothing is under way, or after `graceMs`. */
  idle(graceMs: number): Promise<void> {
    if (this.#running.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, graceMs);
      this.#onIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /**
   * Gives up all that came in by a door, or all there is. Resolves when each client has been told so, or after
   * `farewellMs`: one that takes nothing is not waited for.
   */
  async dismiss(cause: GatewayError, farewellMs: number, door?: symbol): Promise<void> {
    const meant = [...this.#running.values()].filter(
      (each) => door === undefined || each.door === door,
    );
    if (meant.length === 0) return;
    const told = Promise.all(meant.map(({ response }) => over(response)));
    for (const { abort } of meant) abort.abort(cause);
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, farewellMs);
    });
    await Promise.race([told, tooLate]);
    clearTimeout(timer);
  }
}

/** Resolves when the last byte of it is on its way, or never will be. */
function over(response: ServerResponse): Promise<void> {
  if (response.writableFinished || response.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    response.once('finish', resolve);
    response.once('close', resolve);
  });
}
