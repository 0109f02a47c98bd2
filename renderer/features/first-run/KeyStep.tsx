import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { ProviderPreset } from '../../../shared/catalog/preset.ts';
import type { ProviderView } from '../../../shared/domain/provider-view.ts';
import type { Provider } from '../../../shared/domain/provider.ts';
import { firstRun } from '../../../shared/i18n/first-run.ts';
import { providers } from '../../../shared/i18n/providers.ts';
import { settled, useApi } from '../../bridge.ts';
import { useMessages } from '../../i18n.tsx';
import { useProviders, useStatus } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { ChoiceList } from '../../ui/ChoiceList.tsx';
import { Note } from '../../ui/Note.tsx';
import { ProviderMark } from '../../ui/ProviderMark.tsx';
import { SecretField, takeSecret } from '../../ui/SecretField.tsx';
import { TestNote } from '../../ui/TestNote.tsx';
import { Mono } from '../../ui/Values.tsx';
import type { Picked } from './FirstRun.tsx';
import { useBeginnings } from './beginnings.ts';

/** The provider is saved, its key stored and tested once; a server without a key is only tested. */
export function KeyStep(props: {
  readonly picked: Picked;
  readonly onBack: () => void;
  readonly onContinue: () => void;
}): ReactNode {
  const { preset } = props.picked;
  const t = useMessages(firstRun);
  const { isBusy, failure, view, submit } = useAdding(props.picked);
  const beginnings = useBeginnings();
  const [refusal, setRefusal] = useState<string | null>(null);
  const isWorking = view?.lastTest?.verdict === 'works';
  const needsSecret = preset.auth !== 'none';
  const isReady = view !== undefined && (!needsSecret || view.keys.some((key) => key.present));
  const goOn = async (): Promise<void> => {
    const reason = await beginnings.apply();
    setRefusal(reason);
    if (reason === null) props.onContinue();
  };
  const problem = failure ?? refusal;
  return (
    <>
      <Head picked={props.picked} onChange={props.onBack} />
      <KeyField
        preset={preset}
        isBusy={isBusy}
        onTest={(secret) => {
          void submit(secret);
        }}
      />
      <TestAnswer picked={props.picked} />
      {isWorking ? (
        <div className="profile-choice">
          <ChoiceList legend={t('profile')} {...beginnings} onChoose={beginnings.choose} />
        </div>
      ) : null}
      {problem === null ? null : <Note tone="bad">{t('failed', { reason: problem })}</Note>}
      <div className="row">
        <span className="push row g2">
          <Button size="large" onClick={props.onBack}>
            {t('back')}
          </Button>
          <Button
            size="large"
            variant="primary"
            disabledReason={isReady ? null : t('continueNeedsKey')}
            onClick={() => void goOn()}
          >
            {t('continue')}
          </Button>
        </span>
      </div>
    </>
  );
}

/** The key, where one is needed, and the one button that stores and tests. */
function KeyField(props: {
  readonly preset: ProviderPreset;
  readonly isBusy: boolean;
  readonly onTest: (secret: string) => void;
}): ReactNode {
  const { preset, isBusy } = props;
  const t = useMessages(firstRun);
  const secretField = useRef<HTMLInputElement>(null);
  const [length, setLength] = useState(0);
  const needsSecret = preset.auth !== 'none';
  const test = (): void => {
    const secret = takeSecret(secretField.current);
    setLength(0);
    props.onTest(secret);
  };
  return (
    <div className="field">
      {needsSecret ? (
        <span className="field-label" aria-hidden="true">
          {t('key')}
        </span>
      ) : null}
      <div className="row">
        {needsSecret ? (
          <span className="grow">
            <SecretField ref={secretField} label={t('key')} large onLength={setLength} />
          </span>
        ) : null}
        <Button
          size="large"
          disabledReason={isBusy ? t('testing') : needsSecret && length === 0 ? t('key') : null}
          onClick={test}
        >
          {isBusy ? t('testing') : t('test')}
        </Button>
      </div>
      {needsSecret ? <WhereFrom keyUrl={preset.keyUrl} /> : null}
    </div>
  );
}

function Head(props: { readonly picked: Picked; readonly onChange: () => void }): ReactNode {
  const { preset, found } = props.picked;
  const t = useMessages(firstRun);
  const title = preset.auth === 'none' ? 'noKeyTitle' : 'addKeyTitle';
  return (
    <div className="row g4">
      <ProviderMark name={preset.id} size="large" />
      <div className="grow">
        <h1>{t(title, { name: preset.name })}</h1>
        <p className="xs t3">
          <Mono>{found?.baseUrl ?? preset.baseUrl}</Mono>
        </p>
      </div>
      <Button variant="ghost" size="small" onClick={props.onChange}>
        {t('change')}
      </Button>
    </div>
  );
}

function useAdding({ preset, found }: Picked): {
  readonly isBusy: boolean;
  readonly failure: string | null;
  readonly view: ProviderView | undefined;
  readonly submit: (secret: string) => Promise<void>;
} {
  const p = useMessages(providers);
  const { save, storeKey, test } = useProviders((state) => state);
  const view = useView(preset.id);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const run = async (secret: string): Promise<string | null> => {
    if (/\s/.test(secret)) return p('keySpaces');
    const provider: Provider = {
      id: preset.id,
      preset: preset.id,
      ...(found === null
        ? {}
        : { baseUrl: found.baseUrl, wire: found.wire, models: [...found.models] }),
    };
    const saved = view === undefined ? await save(provider, true) : null;
    if (saved !== null) return saved.message;
    const stored = secret === '' ? null : await storeKey(preset.id, 'main', secret);
    if (stored !== null) return stored.message;
    return (await test(preset.id, null))?.message ?? null;
  };
  const submit = async (secret: string): Promise<void> => {
    setBusy(true);
    setFailure(await run(secret));
    setBusy(false);
  };
  return { isBusy, failure, view, submit };
}

function useView(id: string): ProviderView | undefined {
  return useProviders((state) => state.views.find((known) => known.id === id));
}

function WhereFrom(props: { readonly keyUrl: string | null }): ReactNode {
  const { keyUrl } = props;
  const t = useMessages(firstRun);
  const api = useApi();
  const keychain = useStatus((state) => state.status?.keychain ?? 'ready');
  return (
    <p className="xs t3">
      {keychain === 'ready' ? t('storedOnly') : null}{' '}
      {keyUrl === null ? null : (
        <button
          type="button"
          className="link"
          onClick={() => void settled(api.app.openDocs({ url: keyUrl }))}
        >
          {t('whereToFind')}
        </button>
      )}
    </p>
  );
}

function TestAnswer(props: { readonly picked: Picked }): ReactNode {
  const result = useView(props.picked.preset.id)?.lastTest ?? null;
  return result === null ? null : <TestNote result={result} />;
}
