import type { Configuration } from '../../shared/domain/configuration.ts';
import type { RequestFacts } from '../../shared/domain/request-facts.ts';
import type { RoutePlan } from '../../shared/domain/route-plan.ts';
import { verdictOf } from '../../shared/domain/rule-match.ts';
import type { Profile } from '../../shared/domain/rule.ts';
import type { TokenCalibration } from '../tokens/calibration.ts';
import type { ReadContext, RequestOutline } from './body/read-request.ts';
import { measured } from './classify.ts';
import type { ReplayGrant } from './gateway.ts';
import type { InboundRequest } from './inbound.ts';
import { planRoute } from './plan-route.ts';

export interface Decision {
  readonly facts: RequestFacts;
  readonly profile: Profile;
  readonly plan: RoutePlan;
  /** The prompt in our own unit, before the factor of a model. */
  readonly ownTokens: number;
}

/** What the reading of a request needs to know besides its body. */
export function readContext(inbound: InboundRequest, at: Date): ReadContext {
  return {
    headers: headerRecord(inbound.headers),
    path: inbound.path,
    project: inbound.grant.project,
    now: at.getHours() * 60 + at.getMinutes(),
  };
}

/** Who answers one request, and why. With routing off everything goes to the client's own vendor. */
export function decide(
  { facts: read, ownTokens }: RequestOutline,
  configuration: Configuration,
  calibration: TokenCalibration,
  replay?: ReplayGrant,
): Decision {
  const facts = measured(read, Math.ceil(ownTokens * calibration.ofAsked(read.model)));
  const profile = activeProfile(configuration);
  if (replay !== undefined) {
    // It is no turn of the conversation that it was copied from.
    return { facts: { ...facts, sessionId: null }, profile, plan: replayPlan(replay), ownTokens };
  }
  if (!configuration.routing) return { facts, profile, plan: nativePlan, ownTokens };
  return { facts, profile, plan: planRoute(facts, profile, configuration.providers), ownTokens };
}

const nativePlan: RoutePlan = { kind: 'native', rule: null, trace: [], isOff: true };

/** The name in a trace for a target that the user chose for a replay. */
const REPLAY = 'replay';

function replayPlan({ target }: ReplayGrant): RoutePlan {
  const { provider, model } = target;
  const because = verdictOf(REPLAY, true, { code: 'replayed', values: { provider, model } });
  return {
    kind: 'targets',
    rule: null,
    strategy: 'failover',
    targets: [target],
    trace: [because],
  };
}

export function activeProfile({ profiles, activeProfile: id }: Configuration): Profile {
  const active = profiles.find((profile) => profile.id === id) ?? profiles[0];
  if (active === undefined) throw new Error('A configuration without profiles is not valid');
  return active;
}

/** The private ranges that requests are locked into besides this machine; null: no lock. With routing off there is none, but for replays. */
export function lockOf(
  configuration: Configuration,
  isRouted = configuration.routing,
): readonly string[] | null {
  const isLocked = isRouted && activeProfile(configuration).lock === 'local-only';
  return isLocked ? configuration.privateRanges : null;
}

function headerRecord(headers: InboundRequest['headers']): Readonly<Record<string, string>> {
  const record: Record<string, string> = {};
  for (let index = 0; index + 1 < headers.length; index += 2) {
    record[(headers[index] ?? '').toLowerCase()] ??= headers[index + 1] ?? '';
  }
  return record;
}
