import { ok } from '../../../shared/base/result.ts';
import type { CostGrouping, CostSummary } from '../../../shared/domain/cost.ts';
import type { Contract } from '../../../shared/ipc/contract.ts';
import type { Handlers } from '../../../shared/ipc/descriptors.ts';
import { refuse } from '../serve.ts';

export type SummarizeCosts = (
  from: number,
  to: number,
  groupBy: CostGrouping,
) => Promise<CostSummary>;

export function costsHandlers(summarize: SummarizeCosts): Handlers<Contract>['costs'] {
  return {
    summary: async ({ from, to, groupBy }) =>
      from > to
        ? refuse('invalid-input', 'from must not be after to')
        : ok(await summarize(from, to, groupBy)),
  };
}
