import type { ClientName, ModelTier, RequestKind } from './rule.ts';

/** What rules can look at: everything that `classify` learned of one request. Pure data, safe to store and show. */
export interface RequestFacts {
  readonly kinds: readonly RequestKind[];
  /** As the client asked, subagent tag or `provider,model` included. */
  readonly model: string;
  readonly tier: ModelTier;
  /** Estimate; never the upstream's count. */
  readonly inputTokens: number;
  readonly thinking: boolean;
  readonly effort: string | null;
  readonly toolNames: readonly string[];
  readonly images: boolean;
  readonly stream: boolean;
  /** Launch folder, from the launch secret; null when the caller used the app's own token. */
  readonly project: string | null;
  readonly client: ClientName;
  readonly sessionId: string | null;
  /** `<CCR-SUBAGENT-MODEL>provider,model</CCR-SUBAGENT-MODEL>` when present. */
  readonly tag: { readonly provider: string; readonly model: string } | null;
  /** Local time of day in minutes since midnight. */
  readonly minuteOfDay: number;
}
