import type { Disposable } from '../../shared/base/disposable.ts';
import type { GatewayHealth } from '../../shared/domain/gateway-health.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { ExchangeObserver } from '../gateway/observer.ts';
import type { ProviderWatch } from './provider-watch.ts';

export interface HealthPartDependencies {
  readonly gateway: () => Pick<Gateway, 'health' | 'resetHealth' | 'resetKey'>;
  readonly providerWatch: Pick<ProviderWatch, 'forget'>;
  readonly onChange: (health: GatewayHealth) => void;
  /** Shorter in tests. */
  readonly gatherMs?: number;
  readonly lookAgainMs?: number;
}

/** Many attempts make one message. */
const GATHER_MS = 500;
/** Minutes pass and pauses end without an attempt. */
const LOOK_AGAIN_MS = 2_000;

/** The gateway's health, told when it is another one; looks again by itself only while something is going on. */
export class HealthPart implements ExchangeObserver, Disposable {
  readonly #dependencies: HealthPartDependencies;
  #timer: NodeJS.Timeout | null = null;
  #told = '';

  constructor(dependencies: HealthPartDependencies) {
    this.#dependencies = dependencies;
  }

  view(): GatewayHealth {
    return this.#dependencies.gateway().health();
  }

  /** `keyId` null: all that was learned of the provider. */
  reset(providerId: string, keyId: string | null): GatewayHealth {
    const gateway = this.#dependencies.gateway();
    if (keyId !== null) gateway.resetKey(providerId, keyId);
    else {
      gateway.resetHealth(providerId);
      this.#dependencies.providerWatch.forget(providerId);
    }
    this.#tell();
    return this.view();
  }

  onAttempt(): void {
    this.#lookIn(this.#dependencies.gatherMs ?? GATHER_MS);
  }
  onAttemptEnd(): void {
    this.#lookIn(this.#dependencies.gatherMs ?? GATHER_MS);
  }
  onStart(): void {
    // Only attempts change what is known of targets.
  }
  onRouted(): void {
    // As above.
  }
  onResponseStart(): void {
    // As above.
  }
  onEvent(): void {
    // As above.
  }
  onEnd(): void {
    // As above.
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #lookIn(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#tell();
    }, ms);
  }

  #tell(): void {
    const health = this.view();
    const text = JSON.stringify(health);
    if (text !== this.#told) this.#dependencies.onChange(health);
    this.#told = text;
    if (!isQuiet(health)) this.#lookIn(this.#dependencies.lookAgainMs ?? LOOK_AGAIN_MS);
  }
}

/** Nothing in it changes by the passing of time. */
function isQuiet({ targets, keys }: GatewayHealth): boolean {
  return (
    targets.every((target) => target.inFlight === 0 && target.obstacle === null) &&
    keys.every(
      (key) =>
        key.requestsLastMinute === 0 &&
        key.inFlight === 0 &&
        key.obstacle === null &&
        key.learned.length === 0,
    )
  );
}
