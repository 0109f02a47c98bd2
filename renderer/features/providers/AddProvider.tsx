import { useRef, useState } from 'react';
import type { ReactNode, RefObject } from 'react';
import type { ProviderPreset } from '../../../shared/catalog/preset.ts';
import type { DiscoveredEndpoint } from '../../../shared/domain/provider-view.ts';
import { frame } from '../../../shared/i18n/frame.ts';
import { providers } from '../../../shared/i18n/providers.ts';
import { settled, useApi } from '../../bridge.ts';
import { useMessages } from '../../i18n.tsx';
import { useProviders } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { Note } from '../../ui/Note.tsx';
import { ProviderMark } from '../../ui/ProviderMark.tsx';
import { SecretField, takeSecret } from '../../ui/SecretField.tsx';
import { Mono } from '../../ui/Values.tsx';
import { needsKey } from '../../format/provider-state.ts';
import { draftFromPreset, problemsOf, providerOf } from './draft.ts';
import { KeychainNote } from './KeychainNote.tsx';
import { ProviderForm } from './ProviderForm.tsx';

/** A provider from the catalogue, or from a server that was found; saved, its key stored, then tested once. */
export function AddProvider(props: {
  readonly preset: ProviderPreset;
  readonly found: DiscoveredEndpoint | null;
  readonly onAdded: (providerId: string) => void;
  readonly onCancel: () => void;
}): ReactNode {
  const { preset, found } = props;
  const t = useMessages(providers);
  const f = useMessages(frame);
  const views = useProviders((state) => state.views);
  const { save, storeKey, test } = useProviders((state) => state);
  const taken = new Set(views.map((view) => view.id));
  const [draft, setDraft] = useState(() => draftFromPreset(preset, found, taken));
  const [isTried, setTried] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const secretField = useRef<HTMLInputElement>(null);
  const problems = problemsOf(draft, taken);

  /** The reason why it failed, or null. */
  const add = async (secret: string): Promise<string | null> => {
    const provider = providerOf(draft, preset, null);
    const models = found?.models ?? [];
    const error = await save(
      models.length === 0 ? provider : { ...provider, models: [...models] },
      true,
    );
    if (error !== null) return t('saveFailed', { reason: error.message });
    const keyError = secret === '' ? null : await storeKey(draft.id, 'main', secret);
    if (keyError !== null) return t('keyFailed', { reason: keyError.message });
    if (secret !== '' || !needsKey(draft.auth)) void test(draft.id, null);
    return null;
  };
  const submit = async (): Promise<void> => {
    setTried(true);
    if (problems.id !== null || problems.baseUrl) return;
    const secret = takeSecret(secretField.current);
    if (/\s/.test(secret)) {
      setFailure(t('keySpaces'));
      return;
    }
    setBusy(true);
    const problem = await add(secret);
    setBusy(false);
    setFailure(problem);
    if (problem === null) props.onAdded(draft.id);
  };

  return (
    <form
      className="page provider-detail"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <header className="row g4 detail-head">
        <ProviderMark name={preset.id} size="large" />
        <div className="grow">
          <h1>{t('addTitle', { name: preset.name })}</h1>
          <div className="xs t3">
            {draft.wire === 'anthropic-messages' ? t('sameDialect') : t('translated')}
            {' · '}
            {t(`billing-${preset.billing.kind}`)}
          </div>
        </div>
      </header>
      <ProviderForm
        draft={draft}
        preset={preset}
        problems={isTried ? problems : null}
        onIdChange={(id) => setDraft({ ...draft, id })}
        onChange={setDraft}
      />
      {needsKey(draft.auth) ? <KeyPart preset={preset} field={secretField} /> : null}
      {failure === null ? null : <Note tone="bad">{failure}</Note>}
      <div className="row g2">
        <Button type="submit" variant="primary" disabledReason={isBusy ? t('storing') : null}>
          {isBusy ? t('storing') : f('add')}
        </Button>
        <Button variant="ghost" onClick={props.onCancel}>
          {f('cancel')}
        </Button>
      </div>
    </form>
  );
}

function KeyPart(props: {
  readonly preset: ProviderPreset;
  readonly field: RefObject<HTMLInputElement | null>;
}): ReactNode {
  const { preset, field } = props;
  const { keyUrl } = preset;
  const t = useMessages(providers);
  const api = useApi();
  return (
    <div className="field key-part">
      <span className="field-label" aria-hidden="true">
        {t('key')}
      </span>
      <SecretField ref={field} label={t('key')} placeholder={t('pasteKey')} />
      <p className="xs t3">
        {t('keyPromise')} {t('keyOptional')}
      </p>
      {keyUrl === null ? null : (
        <p className="xs">
          <button
            type="button"
            className="link"
            onClick={() => void settled(api.app.openDocs({ url: keyUrl }))}
          >
            {t('whereToFind')}
          </button>{' '}
          <span className="t3">
            <Mono>{new URL(keyUrl).host}</Mono>
          </span>
        </p>
      )}
      <KeychainNote />
    </div>
  );
}
