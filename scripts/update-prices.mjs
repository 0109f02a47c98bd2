// Makes shared/pricing/prices.json from a price table kept outside the repository.
// Usage: node scripts/update-prices.mjs PRICES.json [FULL-SUBSET.json]
// PRICES.json: {source, sourceCommit, sourceDate, notes, models: [{provider, model, perMTokUSD, tiers?, timeOfDayUTC?}]}
// FULL-SUBSET.json: {columns, providers: {name: {model: [input, output, cacheRead, cacheWrite, …]}}}; fills what the first lacks.
import { readFileSync, writeFileSync } from 'node:fs';

/** Sections that the catalogue's presets point at (`priceList`). */
const wanted = [
  'anthropic',
  'cerebras',
  'deepseek',
  'fireworks-ai',
  'google',
  'groq',
  'kimi-for-coding',
  'minimax',
  'mistral',
  'moonshotai',
  'nvidia',
  'openai',
  'opencode',
  'opencode-go',
  'openrouter',
  'wafer.ai',
  'xai',
  'zai',
];
/** The vendor charges nothing for these. Any other zero means "billed otherwise", so the price is unknown. */
const knownFree = new Set(['zai/glm-4.7-flash']);

const [pricesFile, fullFile] = process.argv.slice(2);
if (pricesFile === undefined) {
  console.error('Usage: node scripts/update-prices.mjs PRICES.json [FULL-SUBSET.json]');
  process.exit(2);
}
const table = JSON.parse(readFileSync(pricesFile, 'utf8'));
const full =
  fullFile === undefined ? { providers: {} } : JSON.parse(readFileSync(fullFile, 'utf8'));

/** USD per million tokens to picoUSD per token: an exact integer, or the source is not what we think. */
function pico(usdPerMillion) {
  const value = Math.round(usdPerMillion * 1e6);
  if (!Number.isSafeInteger(value) || Math.abs(value - usdPerMillion * 1e6) > 1e-3) {
    throw new Error(`${usdPerMillion} USD per million is not a whole number of picoUSD per token`);
  }
  return value;
}

/** [input, output, cacheRead, cacheWrite]; a cache price that is not listed (or 0 beside a real input price) is null. */
function quadruple({ input, output, cacheRead, cacheWrite }) {
  const cache = (value) =>
    value === null || value === undefined || (value === 0 && input > 0) ? null : pico(value);
  return [pico(input), pico(output), cache(cacheRead), cache(cacheWrite)];
}

function entryOf(provider, model, price, extra = {}) {
  if (typeof price.input !== 'number' || typeof price.output !== 'number') return null;
  const isZero = price.input === 0 && price.output === 0;
  if (isZero && !knownFree.has(`${provider}/${model}`)) return null;
  const entry = { price: quadruple(price) };
  if (extra.tiers?.length > 0) {
    entry.tiers = extra.tiers.map((tier) => [
      tier.aboveInputTokens,
      quadruple({ cacheWrite: null, ...tier }),
    ]);
  }
  if (extra.timeOfDayUTC?.length > 0) {
    entry.hours = extra.timeOfDayUTC.map((slot) => {
      const [hour, minute] = slot.fromUTC.split(':').map(Number);
      return [hour * 60 + minute, quadruple({ cacheWrite: null, ...slot })];
    });
  }
  return entry;
}

const providers = {};
for (const provider of wanted) {
  const models = {};
  for (const [model, [input, output, cacheRead, cacheWrite]] of Object.entries(
    full.providers[provider] ?? {},
  )) {
    const entry = entryOf(provider, model, { input, output, cacheRead, cacheWrite });
    if (entry !== null) models[model] = entry;
  }
  for (const item of table.models.filter((each) => each.provider === provider)) {
    const entry = entryOf(provider, item.model, item.perMTokUSD, item);
    if (entry === null) delete models[item.model];
    else models[item.model] = entry;
  }
  if (Object.keys(models).length === 0) continue;
  providers[provider] = Object.fromEntries(
    Object.entries(models).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const head = {
  source: 'models.dev (https://github.com/anomalyco/models.dev)',
  sourceCommit: table.sourceCommit,
  sourceDate: table.sourceDate,
  date: table.generated,
  licence: 'MIT; see docs/third-party.md',
  crossCheck: table.crossCheck.split(';')[0],
  unit: 'picoUSD per token: [input, output, cacheRead, cacheWrite]; null: not listed. tiers: [above prompt tokens, price]. hours: [from minute of the UTC day, price]',
  // A note on a vendor that is not in the table would only confuse.
  notes: table.notes.filter((note) => !note.startsWith('Bedrock')),
};
const lines = Object.entries(providers).map(([provider, models]) => {
  const rows = Object.entries(models).map(
    ([model, entry]) => `      ${JSON.stringify(model)}: ${JSON.stringify(entry)}`,
  );
  return `    ${JSON.stringify(provider)}: {\n${rows.join(',\n')}\n    }`;
});
const body = JSON.stringify(head, null, 2).replace(/\n\}$/, '');
writeFileSync(
  new URL('../shared/pricing/prices.json', import.meta.url),
  `${body},\n  "providers": {\n${lines.join(',\n')}\n  }\n}\n`,
);
const count = Object.values(providers).reduce((sum, models) => sum + Object.keys(models).length, 0);
console.log(`${count} prices of ${Object.keys(providers).length} vendors`);
