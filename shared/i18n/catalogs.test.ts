import { expect, test } from 'vitest';
import { figures } from './figures.ts';
import { firstRun } from './first-run.ts';
import { frame } from './frame.ts';
import { launch } from './launch.ts';
import { liveBodies } from './live-bodies.ts';
import { liveColumns } from './live-columns.ts';
import { liveCompare } from './live-compare.ts';
import { liveConversations } from './live-conversations.ts';
import { liveDetail } from './live-detail.ts';
import { liveEvents } from './live-events.ts';
import { liveFigures } from './live-figures.ts';
import { liveFilter } from './live-filter.ts';
import { liveKeys } from './live-keys.ts';
import { liveTiming } from './live-timing.ts';
import { live } from './live.ts';
import type { Catalog, MessageText } from './messages.ts';
import { outcomeWords } from './outcomes.ts';
import { modelHealth } from './model-health.ts';
import { overview } from './overview.ts';
import { palette } from './palette.ts';
import { providerTests } from './provider-tests.ts';
import { providers } from './providers.ts';
import { reasons } from './reasons.ts';
import { replay } from './replay.ts';
import { settings } from './settings.ts';
import { har } from './har.ts';
import { takeAway } from './take-away.ts';
import { words } from './words.ts';

const catalogs: Readonly<Record<string, Catalog<string>>> = {
  figures,
  firstRun,
  frame,
  launch,
  live,
  liveBodies,
  liveColumns,
  liveCompare,
  liveConversations,
  liveDetail,
  liveEvents,
  liveFigures,
  liveFilter,
  liveKeys,
  liveTiming,
  outcomeWords,
  modelHealth,
  overview,
  palette,
  providers,
  providerTests,
  reasons,
  replay,
  settings,
  har,
  takeAway,
  words,
};

const arabicForms = ['few', 'many', 'one', 'other', 'two', 'zero'];

function formsOf(text: MessageText): readonly string[] {
  return typeof text === 'string' ? [text] : Object.values<string>({ ...text });
}

function placesOf(text: MessageText): string {
  const places = formsOf(text).flatMap((form) => form.match(/\{\w+\}/g) ?? []);
  return [...new Set(places)].toSorted().join(' ');
}

test.each(Object.entries(catalogs))('%s has the same places in every language', (_, catalog) => {
  for (const [key, text] of Object.entries(catalog.en)) {
    for (const language of ['ko', 'ar'] as const) {
      const other = catalog[language][key] ?? '';
      expect([key, language, placesOf(other)]).toEqual([key, language, placesOf(text)]);
    }
  }
});

test.each(Object.entries(catalogs))('%s counts in all six Arabic forms', (_, catalog) => {
  for (const [key, text] of Object.entries(catalog.ar)) {
    if (typeof text === 'string') continue;
    expect([key, Object.keys(text).toSorted()]).toEqual([key, arabicForms]);
  }
});

test.each(Object.entries(catalogs))('%s leaves nothing empty', (_, catalog) => {
  for (const language of ['en', 'ko', 'ar'] as const) {
    for (const [key, text] of Object.entries(catalog[language])) {
      for (const form of formsOf(text)) expect([key, form.trim()]).not.toEqual([key, '']);
    }
  }
});
