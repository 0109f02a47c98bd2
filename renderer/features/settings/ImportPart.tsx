import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ImportPreview, ImportResult } from '../../../shared/domain/transfer.ts';
import { transfer } from '../../../shared/i18n/transfer.ts';
import { settled, useApi } from '../../bridge.ts';
import { useMessages } from '../../i18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Note } from '../../ui/Note.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import { SettingRow } from './SettingRow.tsx';

/** Main chooses and reads the file; this shows what it would add and sends the word to add it. */
export function ImportPart(): ReactNode {
  const t = useMessages(transfer);
  const api = useApi();
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [result, setResult] = useState<ImportResult | null>(null);
  const choose = async (): Promise<void> => {
    setFailure(null);
    setResult(null);
    const reply = await settled(api.transfer.preview());
    if (reply.ok) setPreview(reply.value);
    else setFailure(reply.error.message);
  };
  const cancel = (previewId: string): void => {
    setPreview(null);
    void settled(api.transfer.discard({ previewId }));
  };
  const add = async (previewId: string): Promise<void> => {
    const reply = await settled(api.transfer.apply({ previewId }));
    setPreview(null);
    if (reply.ok) setResult(reply.value);
    else setFailure(reply.error.message);
  };
  return (
    <>
      <SettingRow label={t('importTitle')} hint={t('importHint')}>
        <Button onClick={() => void choose()}>{t('importAction')}</Button>
      </SettingRow>
      {failure === null ? null : <Note tone="bad">{t('importFailed', { reason: failure })}</Note>}
      {result === null ? null : <Note tone="ok">{t('done')}</Note>}
      {result?.keysKept === 'session' ? <Note tone="warn">{t('keysForSession')}</Note> : null}
      {preview === null ? null : (
        <ImportDialog
          preview={preview}
          onCancel={() => cancel(preview.previewId)}
          onAdd={() => add(preview.previewId)}
        />
      )}
    </>
  );
}
