import { useState } from 'react';
import type { ReactNode } from 'react';
import { isEnded, type ExchangeDetail, type ExchangeRow } from '../../../shared/domain/exchange.ts';
import type { CapturedBody } from '../../../shared/domain/bodies.ts';
import { har } from '../../../shared/i18n/har.ts';
import { liveBodies } from '../../../shared/i18n/live-bodies.ts';
import { liveCompare } from '../../../shared/i18n/live-compare.ts';
import { formatCount } from '../../format/tokens.ts';
import { useMessages } from '../../i18n.tsx';
import { useNavigation, usePreferences } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { Note } from '../../ui/Note.tsx';
import { Segment } from '../../ui/Segment.tsx';
import { useBodies } from './bodies.ts';
import { CompareView } from './CompareView.tsx';
import type { Earlier } from './earlier.ts';
import { useIsFromFile } from './har-api.ts';
import { JsonView } from './JsonView.tsx';
import { LeftOut } from './LeftOut.tsx';

/** The client's request as it came, and what of it was not sent on. */
export function RequestTab(props: {
  readonly detail: ExchangeDetail;
  readonly earlier: Earlier;
}): ReactNode {
  const { detail } = props;
  return (
    <>
      {detail.dropped.length === 0 ? null : <LeftOut detail={detail} />}
      <RequestBody row={detail.row} earlier={props.earlier} />
    </>
  );
}

/** As it came, or beside an earlier one; or how to have the next one kept. */
function RequestBody(props: { readonly row: ExchangeRow; readonly earlier: Earlier }): ReactNode {
  const { row } = props;
  const t = useMessages(liveBodies);
  const words = useMessages(liveCompare);
  const [mode, setMode] = useState<'body' | 'compare'>('body');
  const read = useBodies(row.id, isEnded(row.state));
  if (read.state === 'reading')
    return (
      <p className="live-reading t2 xs">
        <Glyph name="wait" /> {t('reading')}
      </p>
    );
  if (read.state === 'failed')
    return <Note tone="bad">{t('failed', { reason: read.reason })}</Note>;
  const request = read.bodies?.request ?? null;
  if (request === null) return <NotKept isEmpty={read.bodies !== null} />;
  const modes = (
    <Segment
      label={words('mode')}
      value={mode}
      choices={(['body', 'compare'] as const).map((value) => ({ value, label: words(value) }))}
      onChange={setMode}
    />
  );
  return (
    <>
      <CutNote body={request} />
      {mode === 'body' ? (
        <JsonView text={request.text} label={t('request')} lead={modes} />
      ) : request.isCut ? (
        <>
          <div className="live-json-bar">{modes}</div>
          <Note>{words('cut')}</Note>
        </>
      ) : (
        <CompareView row={row} earlier={props.earlier} text={request.text} lead={modes} />
      )}
    </>
  );
}

export function CutNote(props: { readonly body: CapturedBody }): ReactNode {
  const t = useMessages(liveBodies);
  const { isCut, bytes } = props.body;
  return isCut ? <Note tone="warn">{t('cut', { bytes: formatCount(bytes) })}</Note> : null;
}

function NotKept(props: { readonly isEmpty: boolean }): ReactNode {
  const t = useMessages(liveBodies);
  const isFromFile = useIsFromFile();
  if (props.isEmpty && !isFromFile) return <Note>{t('emptyBody')}</Note>;
  return <CaptureNote />;
}

/** Says why there is no body, and leads to where that is changed. */
export function CaptureNote(props: { readonly children?: ReactNode }): ReactNode {
  const t = useMessages(liveBodies);
  const capture = usePreferences((state) => state.preferences.captureBodies);
  const go = useNavigation((state) => state.go);
  const inFile = useMessages(har);
  if (useIsFromFile())
    return (
      <Note>
        {props.children} {inFile('noBody')}
      </Note>
    );
  return (
    <Note
      actions={
        <Button size="small" onClick={() => go('settings')}>
          {t('openSettings')}
        </Button>
      }
    >
      {props.children} {t(`notKept-${capture}`)}
    </Note>
  );
}
