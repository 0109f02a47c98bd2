import { useCallback, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Rule } from '../../../shared/domain/rule.ts';
import type { AppStatus } from '../../../shared/domain/status.ts';
import { routes } from '../../../shared/i18n/routes.ts';
import { whichRule } from '../../../shared/i18n/which-rule.ts';
import type { RemovedProfile } from '../../../shared/ipc/contract.ts';
import { useApi } from '../../bridge.ts';
import { useMessages } from '../../i18n.tsx';
import { useNavigation, useRules, useStatus, useStores } from '../../stores/context.tsx';
import { freeId, isDirty, type Draft } from '../../stores/rules-draft.ts';
import { connectRules } from '../../stores/rules.ts';
import { Button } from '../../ui/Button.tsx';
import { classes } from '../../ui/classes.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { Note } from '../../ui/Note.tsx';
import { formOf, newForm, type RuleForm } from './rule-form.ts';
import { RuleDialog } from './RuleDialog.tsx';
import { RuleList } from './RuleList.tsx';
import { RulesTitle } from './RulesTitle.tsx';
import { TrialDialog } from './TrialDialog.tsx';
import { UnsavedBar } from './UnsavedBar.tsx';
import { WhichRule } from './WhichRule.tsx';
import './routes.css';

/** The active profile's rules, in order. */
export function RoutesPage(): ReactNode {
  const api = useApi();
  const { rules: store } = useStores();
  const t = useMessages(routes);
  const status = useStatus((state) => state.status);
  const active = status?.activeProfile;
  // Looking at another profile ends when the one in use is switched: that is what the person wants to see then.
  const [looked, setLooked] = useState<{ readonly id: string; readonly at: string } | null>(null);
  const [removed, setRemoved] = useState<RemovedProfile | null>(null);
  const isLooked =
    looked?.at === active && status?.profiles.some(({ id }) => id === looked?.id) === true;
  const profileId = isLooked ? looked?.id : active;
  const draft = useRules((state) => state.draft);
  const error = useRules((state) => state.error);
  useEffect(
    () => (profileId === undefined ? undefined : connectRules(store, api, profileId)),
    [store, api, profileId],
  );
  if (draft !== null && status !== null)
    return (
      <RulesView
        key={draft.view.profile.id}
        draft={draft}
        status={status}
        onShow={(id) => setLooked({ id, at: status.activeProfile })}
        removed={removed}
        onRemoved={setRemoved}
      />
    );
  return (
    <div className="page">
      {error === null ? (
        <p className="row g2 t2 xs">
          <Glyph name="wait" /> {t('reading')}
        </p>
      ) : (
        <Note tone="bad">{t('readFailed', { reason: error })}</Note>
      )}
    </div>
  );
}

function RulesView(props: {
  readonly draft: Draft;
  readonly status: AppStatus;
  readonly onShow: (profileId: string) => void;
  readonly removed: RemovedProfile | null;
  readonly onRemoved: (removed: RemovedProfile | null) => void;
}): ReactNode {
  const { draft } = props;
  const t = useMessages(routes);
  const w = useMessages(whichRule);
  const state = useRules(
    useShallow(({ isSaving, saveError, error }) => ({ isSaving, saveError, error })),
  );
  const actions = useStores().rules.getState();
  const focused = useNavigation((navigation) => navigation.focus.ruleId);
  const [selectedId, setSelected] = useState<string | null>(focused ?? null);
  const [form, setForm] = useState<RuleForm | null>(null);
  const [isSheetOpen, setSheetOpen] = useState(false);
  const [isTrying, setTrying] = useState(false);
  const [now] = useState(() => Date.now());
  const { profile } = draft.view;
  const { rules } = draft;
  useRulesShortcuts();

  const edit = useCallback(
    (id: string): void => {
      const rule = rules.find((other) => other.id === id);
      if (rule !== undefined) setForm(formOf(rule));
    },
    [rules],
  );
  const duplicate = useCallback(
    (id: string): void => actions.duplicate(id, (name) => t('copyName', { name })),
    [actions, t],
  );
  const add = (): void => setForm(newForm(freeId(rules, 'rule')));
  const apply = (rule: Rule): void => {
    actions.put(rule);
    setSelected(rule.id);
    setForm(null);
  };
  return (
    <div className="routes-page">
      <div className="routes-main">
        <div className="page routes-list">
          <RulesTitle
            {...props}
            onUndo={actions.undo}
            onTry={() => setTrying(true)}
            onAdd={add}
            sheet={{ isOpen: isSheetOpen, toggle: () => setSheetOpen(!isSheetOpen) }}
          />
          {state.error === null ? null : (
            <Note tone="bad">{t('readFailed', { reason: state.error })}</Note>
          )}
          {rules.length === 0 ? (
            <EmptyState
              title={t('emptyTitle')}
              actions={
                <Button icon="plus" onClick={add}>
                  {t('addRule')}
                </Button>
              }
            >
              {t('emptyText')}
            </EmptyState>
          ) : (
            <RuleList
              profileId={profile.id}
              rules={rules}
              hits={draft.view.hits}
              selectedId={selectedId}
              now={now}
              onSelect={setSelected}
              onEdit={edit}
              onDuplicate={duplicate}
              onRemove={actions.remove}
              onSwitch={actions.switchOn}
              onMove={actions.move}
            />
          )}
        </div>
        <UnsavedBar
          draft={draft}
          isSaving={state.isSaving}
          saveError={state.saveError}
          onRevert={actions.revert}
          onSave={() => void actions.save()}
          onSettle={actions.settle}
        />
      </div>
      <aside
        className={classes('panel', isSheetOpen && 'open')}
        aria-label={w('which')}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setSheetOpen(false);
        }}
      >
        <WhichRule rules={rules} />
      </aside>
      {isTrying ? (
        <TrialDialog
          profileId={profile.id}
          rules={rules}
          isUnsaved={isDirty(draft)}
          onClose={() => setTrying(false)}
        />
      ) : null}
      {form === null ? null : (
        <RuleDialog
          key={form.id}
          form={form}
          isNew={!rules.some((rule) => rule.id === form.id)}
          onApply={apply}
          onClose={() => setForm(null)}
        />
      )}
    </div>
  );
}

/** Save and Undo, except where a field has its own. */
function useRulesShortcuts(): void {
  const { rules } = useStores();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      const isTyping =
        event.target instanceof Element && event.target.closest('input, textarea, dialog') !== null;
      const key = event.key.toLowerCase();
      if (key === 's') void rules.getState().save();
      else if (key === 'z' && !isTyping) rules.getState().undo();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [rules]);
}
