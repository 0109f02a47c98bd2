import { err, ok, type Result } from '../../shared/base/result.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import type { KeychainState } from '../../shared/domain/secret-state.ts';
import type { RoutingReason, RoutingState } from '../../shared/domain/status.ts';
import type { Clock } from '../base/clock.ts';
import type { Gateway, GatewayAddress } from '../gateway/gateway.ts';

export interface RoutingInputs {
  readonly wanted: boolean;
  readonly isListening: boolean;
  readonly isPending: boolean;
  /** Why the gateway does not listen; null when it does or was not asked to. */
  readonly fault: RoutingReason | null;
  readonly keychain: KeychainState;
  /** True when rules of the active profile need a key that only the keychain has. */
  readonly needsKeychain: boolean;
  /** Name of a provider of the active profile that keeps failing. */
  readonly failingProvider: string | null;
}

/** The one place where the routing state is computed; tray, window and command line are told the same. */
export function routingState(inputs: RoutingInputs): {
  readonly state: RoutingState;
  readonly reason: RoutingReason | null;
} {
  if (inputs.isPending) return { state: 'starting', reason: null };
  if (!inputs.isListening)
    return inputs.fault === null
      ? { state: 'starting', reason: null }
      : { state: 'error', reason: inputs.fault };
  if (!inputs.wanted) return { state: 'off', reason: null };
  if (inputs.needsKeychain && inputs.keychain !== 'ready')
    return { state: 'degraded', reason: { code: `keychain-${inputs.keychain}`, detail: '' } };
  if (inputs.failingProvider !== null)
    return {
      state: 'degraded',
      reason: { code: 'provider-failing', detail: inputs.failingProvider },
    };
  return { state: 'on', reason: null };
}

/** True when the active profile can send to a provider whose key is in the keychain. */
export function needsKeychain(configuration: Configuration): boolean {
  const reachable = activeProviders(configuration);
  return configuration.providers.some(
    (provider) =>
      reachable.has(provider.id) && (provider.keys ?? []).some((key) => key.env === undefined),
  );
}

/** Ids of the providers that enabled rules of the active profile name. */
export function activeProviders(configuration: Configuration): ReadonlySet<string> {
  const profile = configuration.profiles.find((p) => p.id === configuration.activeProfile);
  const targets = (profile?.rules ?? []).flatMap((rule) =>
    rule.enabled && 'targets' in rule.then ? rule.then.targets : [],
  );
  return new Set(targets.map((target) => target.provider));
}

export interface RoutingControllerDependencies {
  readonly gateway: Gateway;
  readonly configuration: () => Configuration;
  readonly setWanted: (on: boolean) => void;
  readonly setPort: (port: number) => void;
  readonly clock: Clock;
  /** After each change of what the routing state rests on. */
  readonly onChange: () => void;
  /** Told where the gateway listens, and null once it no longer does. */
  readonly onAddress: (address: GatewayAddress | null) => Promise<void>;
}

/** As long as a request under way may still stay on a port that was left. */
const leaveMs = 15 * 60_000;

/** Turns routing on and off. Off is native pass-through: the gateway keeps listening, sessions under way go on. */
export class RoutingController {
  readonly #dependencies: RoutingControllerDependencies;
  #isPending = false;
  #fault: RoutingReason | null = null;
  #since: number | null = null;
  #starting: Promise<RoutingReason | null> | null = null;
  /** One move after the other; never rejects. */
  #moving: Promise<unknown> = Promise.resolve();

  constructor(dependencies: RoutingControllerDependencies) {
    this.#dependencies = dependencies;
  }

  get isPending(): boolean {
    return this.#isPending;
  }
  get fault(): RoutingReason | null {
    return this.#fault;
  }
  /** Epoch ms since when the gateway listens. */
  get since(): number | null {
    return this.#since;
  }
  get address(): GatewayAddress | null {
    return this.#dependencies.gateway.address;
  }

  /** Starts listening; the reason when it could not. Safe to call again, and while it is under way. */
  listen(): Promise<RoutingReason | null> {
    this.#starting ??= this.#start().finally(() => {
      this.#starting = null;
    });
    return this.#starting;
  }

  /** Pending until done; on failure everything is as it was before, and the reason is the result. */
  async setRouting(on: boolean): Promise<Result<null, RoutingReason>> {
    if (this.address === null) {
      const fault = await this.listen();
      if (fault !== null) return err(fault);
    }
    this.#dependencies.setWanted(on);
    this.#dependencies.onChange();
    return ok(null);
  }

  /**
   * Listens on another port from now on. The new one is bound before the old one is left, so a port that is taken
   * changes nothing; requests under way end where they are.
   */
  move(port: number): Promise<Result<GatewayAddress, RoutingReason>> {
    const moved = this.#moving.then(() => this.#move(port));
    this.#moving = moved;
    return moved;
  }

  async stop(graceMs: number): Promise<void> {
    await this.#moving;
    this.#since = null;
    await this.#dependencies.onAddress(null);
    await this.#dependencies.gateway.stop(graceMs);
  }

  async #move(port: number): Promise<Result<GatewayAddress, RoutingReason>> {
    await this.#starting;
    const { gateway, clock, configuration } = this.#dependencies;
    const listen = { host: configuration().listen.host, port };
    if (port !== 0 && port === this.address?.port) {
      this.#dependencies.setPort(port);
      return ok(this.address);
    }
    this.#isPending = true;
    this.#dependencies.onChange();
    try {
      const address = await (gateway.address === null
        ? gateway.start(listen)
        : gateway.move(listen, leaveMs));
      this.#dependencies.setPort(port);
      this.#fault = null;
      this.#since ??= clock.now();
      await this.#dependencies.onAddress(address);
      return ok(address);
    } catch (error) {
      return err(listenFault(error, port));
    } finally {
      this.#isPending = false;
      this.#dependencies.onChange();
    }
  }

  async #start(): Promise<RoutingReason | null> {
    if (this.address !== null) return null;
    this.#isPending = true;
    this.#dependencies.onChange();
    try {
      const address = await this.#dependencies.gateway.start(
        this.#dependencies.configuration().listen,
      );
      this.#fault = null;
      this.#since = this.#dependencies.clock.now();
      await this.#dependencies.onAddress(address);
    } catch (error) {
      this.#fault = listenFault(error, this.#dependencies.configuration().listen.port);
    } finally {
      this.#isPending = false;
      this.#dependencies.onChange();
    }
    return this.#fault;
  }
}

function listenFault(error: unknown, port: number): RoutingReason {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    return { code: 'port-in-use', detail: String(port) };
  return { code: 'listen-failed', detail: error instanceof Error ? error.message : String(error) };
}
