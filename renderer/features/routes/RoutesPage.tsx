import { useCallback, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Rule } from '../../../shared/domain/rule.ts';
import { pastTrial } from '../../../shared/i18n/past-trial.ts';
import { routes } from '../../../shared/i18n/routes.ts';
import { whichRule } from '../../../shared/i18n/which-rule.ts';
import { useApi } from '../../bridge.ts';
import { useMessages } from '../../i18n.tsx';
import { useNavigation, useRules, useStatus, useStores } from '../../stores/context.tsx';
import { freeId, isDirty, type Draft } from '../../stores/rules-draft.ts';
import { connectRules } from '../../stores/rules.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { classes } from '../../ui/classes.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { PageTitle } from '../../ui/Heading.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Note } from '../../ui/Note.tsx';
import { formOf, newForm, type RuleForm } from './rule-form.ts';
import { RuleDialog } from './RuleDialog.tsx';
import { RuleList } from './RuleList.tsx';
import { TrialDialog } from './TrialDialog.tsx';
import { UnsavedBar } from './UnsavedBar.tsx';
import { WhichRule } from './WhichRule.tsx';
import './routes.css';

/** The active profile's rules, in order. */
export function RoutesPage(): ReactNode {
  const api = useApi();
  const { rules: store } = useStores();
  const t = useMessages(routes);
  const profileId = useStatus((state) => state.status?.activeProfile);
  const draft = useRules((state) => state.draft);
  const error = useRules((state) => state.error);
  useEffect(
    () => (profileId === undefined ? undefined : connectRules(store, api, profileId)),
    [store, api, profileId],
  );
  if (draft !== null) return <RulesView draft={draft} />;
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

function RulesView(props: { readonly draft: Draft }): ReactNode {
  const { draft } = props;
  const t = useMessages(routes);
  const w = useMessages(whichRule);
  const p = useMessages(pastTrial);
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
          <PageTitle
            title={<bdi>{profile.name ?? profile.id}</bdi>}
            sub={rules.length === 0 ? undefined : t('countRules', { count: rules.length })}
            actions={
              <>
                <Lock isLocked={profile.lock !== null} />
                <IconButton
                  icon="undo"
                  label={t('undo')}
                  title={`${t('undo')} (Ctrl Z)`}
                  onClick={actions.undo}
                  disabledReason={draft.past.length === 0 ? '' : null}
                />
                <span className="routes-sheet-button">
                  <Button aria-expanded={isSheetOpen} onClick={() => setSheetOpen(!isSheetOpen)}>
                    {w('whichShow')}
                  </Button>
                </span>
                <Button icon="clock" onClick={() => setTrying(true)}>
                  {p('title')}
                </Button>
                <Button icon="plus" onClick={add}>
                  {t('addRule')}
                </Button>
              </>
            }
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

function Lock(props: { readonly isLocked: boolean }): ReactNode {
  const t = useMessages(routes);
  const { isLocked } = props;
  return (
    <span
      className={classes('routes-lock xs', isLocked ? 'b' : 't2')}
      title={isLocked ? t('localOnlyHint') : t('noLockHint')}
    >
      <Icon name="lock" size="small" />
      {isLocked ? t('localOnly') : t('noLock')}
    </span>
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
