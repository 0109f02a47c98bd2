import { ok } from '../../../shared/base/result.ts';
import type { Contract } from '../../../shared/ipc/contract.ts';
import type { Handlers } from '../../../shared/ipc/descriptors.ts';
import type { HealthPart } from '../../app/health-part.ts';

export function healthHandlers(health: HealthPart): Handlers<Contract>['health'] {
  return {
    view: () => ok(health.view()),
    reset: ({ providerId, keyId }) => ok(health.reset(providerId, keyId)),
  };
}
