import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { concernsOf, type ModelHealth } from '../../../shared/domain/answer-health.ts';
import { todayFilters } from '../../../shared/domain/figure-filters.ts';
import { troublesOf } from '../../../shared/domain/provider-health.ts';
import type { ProviderView } from '../../../shared/domain/provider-view.ts';
import type { AppStatus } from '../../../shared/domain/status.ts';
import { health as healthMessages } from '../../../shared/i18n/health.ts';
import { modelHealth as modelHealthMessages } from '../../../shared/i18n/model-health.ts';
import { outcomeWords } from '../../../shared/i18n/outcomes.ts';
import { overview } from '../../../shared/i18n/overview.ts';
import { storeState } from '../../../shared/i18n/store-state.ts';
import { words } from '../../../shared/i18n/words.ts';
import { settled, useApi } from '../../bridge.ts';
import { formatClock } from '../../format/time.ts';
import { shortModel } from '../../format/model.ts';
import { useMessages } from '../../i18n.tsx';
import { useHealth, useNavigation, useStatus } from '../../stores/context.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import type { GlyphName } from '../../ui/glyph-paths.tsx';
import { SectionTitle } from '../../ui/Heading.tsx';
import { outcomeGlyphs } from '../../ui/Outcome.tsx';
import { useStoreTrouble } from '../../ui/StoreNotice.tsx';

interface Item {
  readonly id: string;
  readonly glyph: GlyphName;
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly run: () => void;
}

/** What a person may want to act on, each with its one action. */
export function NeedsALook(props: {
  readonly status: AppStatus;
  readonly views: readonly ProviderView[];
}): ReactNode {
  const t = useMessages(overview);
  const items = useItems(props.status, props.views);
  return (
    <div>
      <SectionTitle title={t('needsALook')} />
      {items.length === 0 ? <p className="xs t3">{t('nothingToDo')}</p> : null}
      <ul className="look-list xs">
        {items.map((item) => (
          <li key={item.id}>
            <Glyph name={item.glyph} />
            <div>
              <b className="b">{item.title}</b>
              {item.text === '' ? null : <p className="t3">{item.text}</p>}
              <button type="button" className="link" onClick={item.run}>
                {item.action}
              </button>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}

function useItems(status: AppStatus, views: readonly ProviderView[]): readonly Item[] {
  const t = useMessages(overview);
  const w = useMessages(words);
  const go = useNavigation((state) => state.go);
  const recheck = useStatus((state) => state.recheckKeychain);
  const s = useMessages(storeState);
  const o = useMessages(outcomeWords);
  const storeTrouble = useStoreTrouble(status.store);
  const items: Item[] = [];
  const unwell = useUnwell(views);
  if (status.keychain !== 'ready') {
    const isLocked = status.keychain === 'locked';
    items.push({
      id: 'keychain',
      glyph: 'warn',
      title: isLocked ? t('keychainLocked') : t('keychainAbsent'),
      text: isLocked ? t('keychainLockedHelp') : t('keychainAbsentHelp'),
      action: t('checkAgain'),
      run: () => void recheck(),
    });
  }
  if (storeTrouble !== null) {
    items.push({
      id: 'store',
      glyph: 'warn',
      ...storeTrouble,
      action: s('openCosts'),
      run: () => go('costs'),
    });
  }
  items.push(...unwell, ...useConcerns(views));
  for (const view of views) {
    if (unwell.some(({ id }) => id === view.id)) continue;
    const test = view.lastTest;
    if (test === null || test.verdict === 'works') continue;
    items.push({
      id: view.id,
      glyph: 'warn',
      title: t('providerUnwell', {
        name: view.resolved.name,
        verdict: w(`verdict-${test.verdict}`),
      }),
      text: test.detail,
      action: t('openProvider'),
      run: () => go('providers', { providerId: view.id }),
    });
  }
  const { lastError } = status;
  // What a lock blocked has a line of its own.
  if (lastError !== null && lastError.outcome !== 'blocked') {
    const { outcome } = lastError;
    items.push({
      id: 'last-error',
      glyph: outcomeGlyphs[outcome],
      title: t('lastProblem', {
        model: shortModel(lastError.model),
        outcome: o(`outcome-${outcome}`),
      }),
      text: o(`long-${outcome}`),
      action: t('showRequest'),
      run: () => go('live', { exchangeId: lastError.exchangeId }),
    });
  }
  const { blocked } = status.today;
  if (blocked > 0) {
    items.push({
      id: 'blocked',
      glyph: 'stop',
      title: t('blockedToday', { count: blocked }),
      text: t('blockedTodayHelp'),
      action: t('showRequests'),
      run: () => go('live', { filter: todayFilters.blocked }),
    });
  }
  if (status.practiceOnly) {
    items.push({
      id: 'practice',
      glyph: 'off',
      title: t('practiceOnly'),
      text: t('practiceOnlyHelp'),
      action: t('addProvider'),
      run: () => go('providers'),
    });
  }
  return items;
}

/** Models whose answers of the last day were bad; read once, when the page opens. */
function useConcerns(views: readonly ProviderView[]): readonly Item[] {
  const t = useMessages(overview);
  const m = useMessages(modelHealthMessages);
  const api = useApi();
  const go = useNavigation((state) => state.go);
  const [models, setModels] = useState<readonly ModelHealth[]>([]);
  useEffect(() => {
    void settled(api.traffic.modelHealth({ hours: 24 })).then((reply) => {
      if (reply.ok) setModels(reply.value);
    });
  }, [api]);
  return models.flatMap((health): Item[] => {
    // That it fails is told by what the gateway knows of it now.
    const [concern] = concernsOf(health).filter((each) => each !== 'failing');
    const view = views.find(({ id }) => id === health.provider);
    if (concern === undefined || view === undefined) return [];
    const values = { model: shortModel(health.model), name: view.resolved.name };
    return [
      {
        id: `answers-${health.provider}-${health.model}`,
        glyph: 'warn',
        title: m('look', { ...values, concern: m(`concern-${concern}`) }),
        text: '',
        action: t('openProvider'),
        run: () => go('providers', { providerId: view.id }),
      },
    ];
  });
}

/** What requests showed of each provider, worst first, one item each. */
function useUnwell(views: readonly ProviderView[]): readonly Item[] {
  const t = useMessages(overview);
  const h = useMessages(healthMessages);
  const health = useHealth((state) => state.health);
  const go = useNavigation((state) => state.go);
  return views.flatMap((view): Item[] => {
    const keyIds = view.keys.map(({ keyId }) => keyId);
    const [trouble] = troublesOf(health, view.id, keyIds);
    if (trouble === undefined) return [];
    const name = view.resolved.name;
    const time = 'until' in trouble && trouble.until !== null ? formatClock(trouble.until) : '—';
    const item = {
      id: view.id,
      glyph: 'warn',
      action: t('openProvider'),
      run: () => go('providers', { providerId: view.id }),
    } as const;
    switch (trouble.kind) {
      case 'key-refused': {
        const text = h(`dead-${trouble.refusal}`, { key: trouble.keyId });
        return [{ ...item, title: h('keyRefused', { name }), text }];
      }
      case 'not-answering': {
        const title = h('notAnswering', { name, model: shortModel(trouble.model) });
        return [{ ...item, title, text: h('notAnsweringHelp') }];
      }
      case 'key-waiting': {
        const text = h('keyPausedHelp', { key: trouble.keyId, time });
        return [{ ...item, title: h('keyPaused', { name }), text }];
      }
      case 'waiting': {
        const text = h('targetPausedHelp', { model: shortModel(trouble.model), time });
        return [{ ...item, title: h('targetPaused', { name }), text }];
      }
    }
  });
}
