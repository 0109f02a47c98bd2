import { createHash } from 'node:crypto';
import type { Quirk } from '../../../shared/domain/quirk.ts';
import type { ResolvedProvider } from '../../../shared/domain/provider.ts';
import type { TargetSpec } from '../../../shared/domain/rule.ts';
import type { Dropped } from '../../../shared/wire/dropped.ts';
import type { MessagesRequest } from '../../../shared/wire/messages.ts';
import type { FitTarget } from '../../wire/anthropic-messages/fit-request.ts';
import type {
  SignatureMaker,
  SignatureOrigins,
} from '../../wire/anthropic-messages/signature-origins.ts';
import { wires } from '../../wire/index.ts';
import { quirksOf } from '../../wire/quirks-of.ts';
import { editMessagesBody, fitBody } from '../body-edits.ts';
import { withoutSubagentTag } from '../subagent-tag.ts';

/** How a target takes thoughts and fields of the client's own dialect. */
interface FitOrder {
  readonly maker: SignatureMaker;
  readonly quirks: readonly Quirk[];
  readonly model: string;
}

/** What a target wants to be sent. Plain data, without any key. */
export type BodyOrder = {
  /** A tag is for us and not for the model. */
  readonly withoutTag: boolean;
} & (
  | ({ readonly kind: 'fit' } & FitOrder)
  | ({
      readonly kind: 'edit';
      readonly isAnthropic: boolean;
      readonly options: TargetSpec | null;
    } & FitOrder)
  | {
      readonly kind: 'encode';
      readonly provider: ResolvedProvider;
      readonly model: string;
      readonly options: TargetSpec | null;
    }
);

export interface WrittenBody {
  /** null: the very bytes that came. */
  readonly body: Uint8Array | null;
  readonly dropped: readonly Dropped[];
  /** Of a translated request; null: the client's own path and headers. */
  readonly address: {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
  } | null;
  /** A digest of the first turn, for vendors that want conversations named; else null. */
  readonly firstTurn: string | null;
}

/** The body that a target is sent. `request` is what `bytes` say; null where they say nothing we can read. */
export function writeRequest(
  bytes: Uint8Array,
  request: MessagesRequest | null,
  order: BodyOrder,
  origins: Pick<SignatureOrigins, 'mayReturn'>,
): WrittenBody {
  const isTagged = request !== null && order.withoutTag;
  const untagged = isTagged ? withoutSubagentTag(request) : request;
  const source = isTagged ? new TextEncoder().encode(JSON.stringify(untagged)) : bytes;
  if (order.kind === 'encode') {
    const adapter = wires[order.provider.wire];
    if (adapter === undefined || untagged === null) {
      throw new Error(`No adapter writes ${order.provider.wire}`);
    }
    const { body, dropped, url, headers } = adapter.encodeRequest(untagged, order);
    const firstTurn = firstTurnFor(quirksOf(order.provider), request);
    return { body, dropped, address: { url, headers }, firstTurn };
  }
  const fit = fitTarget(order, origins);
  const { body, dropped } =
    order.kind === 'fit'
      ? fitBody(source, untagged, fit)
      : editMessagesBody(source, untagged, { ...order, fit });
  const firstTurn = firstTurnFor(order.quirks, request);
  return { body: body === bytes ? null : body, dropped, address: null, firstTurn };
}

function firstTurnFor(quirks: readonly Quirk[], request: MessagesRequest | null): string | null {
  if (!quirks.includes('opencode-session')) return null;
  const first = JSON.stringify(request?.messages[0] ?? null);
  return createHash('sha256').update(first).digest('hex').slice(0, 32);
}

function fitTarget(
  { maker, quirks, model }: FitOrder,
  origins: Pick<SignatureOrigins, 'mayReturn'>,
): FitTarget {
  return {
    quirks,
    model,
    isClaude: maker === 'claude',
    mayReturn: (signature) => origins.mayReturn(signature, maker),
  };
}
