import { useState } from 'react';
import type { ReactNode } from 'react';
import {
  exportFormats,
  type ExchangeBodies,
  type ExportFormat,
} from '../../../shared/domain/bodies.ts';
import { har } from '../../../shared/i18n/har.ts';
import { takeAway } from '../../../shared/i18n/take-away.ts';
import { settled, useApi } from '../../bridge.ts';
import { useMessages } from '../../i18n.tsx';
import { useHar, useStatus } from '../../stores/context.tsx';
import type { MenuItem } from '../../ui/Menu.tsx';
import { MenuButton } from '../../ui/MenuButton.tsx';
import { useIsFromFile } from './har-api.ts';
import { curlOf } from './curl.ts';
import { sdkCodeOf, type Snippet } from '../../../shared/domain/sdk-code.ts';

/** What main takes at once; the newest of the list. */
const maxExported = 1000;

const labels = { one: 'takeOne', picked: 'takePicked', shown: 'takeShown' } as const;

/** Hands out requests as a file, and a single one as a command or code; says in a word how it went. */
export function TakeAway(props: {
  readonly ids: readonly string[];
  readonly of: 'one' | 'picked' | 'shown';
  /** Stand last in the menu of one request. */
  readonly more?: readonly MenuItem[];
}): ReactNode {
  const t = useMessages(takeAway);
  const api = useApi();
  const [said, setSaid] = useState('');
  const { ids } = props;
  const isOne = props.of === 'one';
  const save = async (format: ExportFormat): Promise<void> => {
    const reply = await settled(
      api.traffic.export({ exchangeIds: ids.slice(-maxExported), format }),
    );
    if (!reply.ok) setSaid(t('failed', { reason: reply.error.message }));
    else setSaid(reply.value.written === null ? '' : t('written', { count: reply.value.written }));
  };
  const copies = useCopies(ids[0] ?? '', setSaid);
  const isFromFile = useIsFromFile();
  const openHar = useOpenHar();
  const files: readonly MenuItem[] = exportFormats.map((format, place) => ({
    id: format,
    label: t(format),
    separatorBefore: isOne && place === 0,
    disabledReason: ids.length === 0 ? t('nothing') : null,
    onSelect: () => void save(format),
  }));
  const heading = t(ids.length > maxExported ? 'newest' : 'these', {
    count: Math.min(ids.length, maxExported),
  });
  return (
    <>
      {said === '' ? null : (
        <span className="t2 xs live-said" role="status">
          {said}
        </span>
      )}
      <MenuButton
        icon={isOne ? 'dots' : 'download'}
        size={isOne ? 'small' : 'normal'}
        label={t(labels[props.of], { count: ids.length })}
        items={
          isOne
            ? [...copies, ...(isFromFile ? [] : files), ...(props.more ?? [])]
            : [...files, openHar]
        }
        {...(isOne || ids.length === 0 ? {} : { heading })}
      />
    </>
  );
}

/** A file to look at; it stands where files are written, since one who has one looks there. */
function useOpenHar(): MenuItem {
  const t = useMessages(har);
  const open = useHar((state) => state.open);
  return {
    id: 'open-har',
    label: t('open'),
    separatorBefore: true,
    onSelect: () => void open(),
  };
}

/** One request as text for the clipboard. */
function useCopies(exchangeId: string, say: (words: string) => void): readonly MenuItem[] {
  const t = useMessages(takeAway);
  const api = useApi();
  const address = useStatus((state) => state.status?.address ?? null);
  const { host = '127.0.0.1', port = 3456 } = address ?? {};
  const origin = `http://${host}:${String(port)}`;
  const copy = async (make: (bodies: ExchangeBodies | null) => Snippet): Promise<void> => {
    const read = await settled(api.traffic.bodies({ exchangeId }));
    if (!read.ok) {
      say(t('failed', { reason: read.error.message }));
      return;
    }
    const snippet = make(read.value);
    if (!snippet.ok) {
      say(t(snippet.because));
      return;
    }
    const copied = await settled(api.app.copyText({ text: snippet.text }));
    say(copied.ok ? t('copied') : t('failed', { reason: copied.error.message }));
  };
  return [
    { id: 'curl', label: t('curl'), onSelect: () => void copy((each) => curlOf(each, origin)) },
    ...(['typescript', 'python'] as const).map((language) => ({
      id: language,
      label: t(language),
      onSelect: () => void copy((each) => sdkCodeOf(each, origin, language)),
    })),
  ];
}
