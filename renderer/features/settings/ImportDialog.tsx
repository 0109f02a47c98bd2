import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ImportPreview } from '../../../shared/domain/transfer.ts';
import { transfer } from '../../../shared/i18n/transfer.ts';
import { useMessages } from '../../i18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Note } from '../../ui/Note.tsx';
import { State } from '../../ui/State.tsx';
import { Mono } from '../../ui/Values.tsx';

type Row = ImportPreview['providers'][number];

/** Everything an import would add, and everything it would not, before it does. */
export function ImportDialog(props: {
  readonly preview: ImportPreview;
  readonly onCancel: () => void;
  readonly onAdd: () => Promise<void>;
}): ReactNode {
  const { preview, onCancel, onAdd } = props;
  const t = useMessages(transfer);
  const [busy, setBusy] = useState(false);
  const add = (): void => {
    setBusy(true);
    void onAdd();
  };
  return (
    <Dialog
      title={
        preview.fileName === '' ? t('linkTitle') : t('previewTitle', { file: preview.fileName })
      }
      closeLabel={t('close')}
      width="wide"
      onClose={onCancel}
      footer={
        <>
          <Button onClick={onCancel}>{t('cancel')}</Button>
          <Button variant="primary" disabledReason={busy ? '' : null} onClick={add}>
            {t('confirm')}
          </Button>
        </>
      }
    >
      {preview.fileName === '' ? (
        <p>{t('linkText')}</p>
      ) : (
        <p>{t('previewFrom', { source: t(`source-${preview.source}`) })}</p>
      )}
      {preview.warnings.map(({ provider, why, about, host }) => (
        <Note key={`${provider} ${why} ${about}`} tone="warn">
          <bdi>{provider}</bdi>: {t(`warn-${why}`, { about, host })}
        </Note>
      ))}
      <h3 className="import-heading">{t('providers')}</h3>
      {preview.providers.length === 0 ? <p>{t('noProviders')}</p> : null}
      <ul className="import-list" aria-label={t('providers')}>
        {preview.providers.map((provider) => (
          <li key={provider.id}>
            <bdi>{provider.name}</bdi> <Mono>{provider.baseUrl}</Mono> <Keys keys={provider.keys} />
          </li>
        ))}
      </ul>
      {preview.already.length === 0 ? null : (
        <>
          <h3 className="import-heading">{t('already')}</h3>
          <ul className="import-list" aria-label={t('already')}>
            {preview.already.map(({ name, baseUrl }) => (
              <li key={baseUrl}>
                <bdi>{name}</bdi> <Mono>{baseUrl}</Mono>
              </li>
            ))}
          </ul>
        </>
      )}
      {preview.profiles.length === 0 ? null : <h3 className="import-heading">{t('profiles')}</h3>}
      {preview.profiles.map((profile) => (
        <section key={profile.id}>
          <h4>
            <bdi>{profile.name}</bdi>
          </h4>
          <ol className="import-list" aria-label={profile.name}>
            {profile.rules.map((rule) => (
              <li key={rule.id}>
                <bdi>{rule.name}</bdi>{' '}
                {rule.targets.length === 0 ? t('native') : <Mono>{rule.targets.join(' → ')}</Mono>}
              </li>
            ))}
          </ol>
        </section>
      ))}
      <h3 className="import-heading">{t('notCarried')}</h3>
      {preview.notCarried.length === 0 ? <p>{t('allCarried')}</p> : null}
      <ul className="import-list" aria-label={t('notCarried')}>
        {preview.notCarried.map(({ path, why, detail }, index) => (
          <li key={index}>
            <Mono>{path}</Mono> {t(`why-${why}`, { detail })}
          </li>
        ))}
      </ul>
      <p className="xs t2">{t('keysGo')}</p>
    </Dialog>
  );
}

function Keys({ keys }: { readonly keys: Row['keys'] }): ReactNode {
  const t = useMessages(transfer);
  if (keys.length === 0) return <State glyph="ok">{t('noKeyNeeded')}</State>;
  return keys.map(({ id, env, present }) => (
    <State key={id} glyph={present ? 'ok' : 'warn'}>
      {env === null
        ? t(present ? 'keyFound' : 'keyMissing')
        : t(present ? 'keyFromEnv' : 'keyEnvMissing', { name: env })}
    </State>
  ));
}
