import { useState } from 'react';
import type { ReactNode } from 'react';
import { exportFormats, type ExportFormat } from '../../../shared/domain/bodies.ts';
import { takeAway } from '../../../shared/i18n/take-away.ts';
import { settled, useApi } from '../../bridge.ts';
import { useMessages } from '../../i18n.tsx';
import { useStatus } from '../../stores/context.tsx';
import { MenuButton } from '../../ui/MenuButton.tsx';
import { curlOf } from './curl.ts';

/** What main takes at once; the newest of the list. */
const maxExported = 1000;

/** Hands out requests as a file, and a single one as a command; says in a word how it went. */
export function TakeAway(props: {
  readonly ids: readonly string[];
  /** Names what is handed out: this request, or the shown ones. */
  readonly single: boolean;
}): ReactNode {
  const t = useMessages(takeAway);
  const api = useApi();
  const address = useStatus((state) => state.status?.address ?? null);
  const [said, setSaid] = useState('');
  const [first = ''] = props.ids;
  const copyCurl = async (): Promise<void> => {
    const read = await settled(api.traffic.bodies({ exchangeId: first }));
    if (!read.ok) {
      setSaid(t('failed', { reason: read.error.message }));
      return;
    }
    const { host = '127.0.0.1', port = 3456 } = address ?? {};
    const curl = curlOf(read.value, `http://${host}:${String(port)}`);
    if (!curl.ok) {
      setSaid(t(curl.because));
      return;
    }
    const copied = await settled(api.app.copyText({ text: curl.command }));
    setSaid(copied.ok ? t('copied') : t('failed', { reason: copied.error.message }));
  };
  const save = async (format: ExportFormat): Promise<void> => {
    const reply = await settled(
      api.traffic.export({ exchangeIds: props.ids.slice(-maxExported), format }),
    );
    if (!reply.ok) setSaid(t('failed', { reason: reply.error.message }));
    else setSaid(reply.value.written === null ? '' : t('written', { count: reply.value.written }));
  };
  const files = exportFormats.map((format) => ({
    id: format,
    label: t(format),
    onSelect: () => void save(format),
  }));
  const command = { id: 'curl', label: t('curl'), onSelect: () => void copyCurl() };
  return (
    <>
      {said === '' ? null : (
        <span className="t2 xs" role="status">
          {said}
        </span>
      )}
      <MenuButton
        icon={props.single ? 'dots' : 'download'}
        size={props.single ? 'small' : 'normal'}
        label={t(props.single ? 'takeOne' : 'takeShown')}
        disabledReason={props.ids.length === 0 ? t('nothing') : null}
        items={props.single ? [command, ...files] : files}
      />
    </>
  );
}
