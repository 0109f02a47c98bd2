import type { ChatTraits } from './chat-style.ts';
import type { MessagesTraits } from './messages-style.ts';
import type { VendorRule } from './vendor-rules.ts';

/** Tokens in disjoint buckets, as the vendor would bill them for one answer. */
export interface Told {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
}

/** One vendor by one wire: how it is set up, what it refuses, what one answer of it costs. */
interface Vendor {
  readonly name: string;
  /** Of the catalogue, whose habits the request is written for; null: none, the plain dialect. */
  readonly preset: string | null;
  readonly model: string;
  readonly auth: 'bearer' | 'x-api-key' | 'api-key' | 'none';
  /** What precedes the operation at the vendor. */
  readonly path: string;
  readonly refuses: readonly VendorRule[];
  readonly told: Told;
  /** False: ids of calls go back in another form than they came. */
  readonly idsReturn: boolean;
}

/** One vendor's manner of streaming, from recordings and reports, written anew with our own content. */
export type ProviderStyle = Vendor &
  (
    | { readonly wire: 'openai-chat'; readonly traits: ChatTraits }
    | { readonly wire: 'anthropic-messages'; readonly traits: MessagesTraits }
  );

/** 9,125 tokens of prompt of which 9,000 were cached, and 12 of answer. */
const told: Told = { input: 125, cacheRead: 9_000, cacheWrite: 0, output: 12 };
/** The same of a vendor that tells nothing of its cache. */
export const toldWithoutCache: Told = { input: 9_125, cacheRead: 0, cacheWrite: 0, output: 12 };

const plain: Omit<Vendor, 'name'> = {
  preset: null,
  model: 'scripted',
  auth: 'bearer',
  path: '/v1',
  refuses: [],
  told,
  idsReturn: true,
};

export const chat = (
  name: string,
  vendor: Partial<Vendor>,
  traits: ChatTraits = {},
): ProviderStyle => ({ ...plain, ...vendor, name, wire: 'openai-chat', traits });

export const messages = (
  name: string,
  vendor: Partial<Vendor>,
  traits: MessagesTraits = {},
): ProviderStyle => ({ ...plain, path: '', ...vendor, name, wire: 'anthropic-messages', traits });
