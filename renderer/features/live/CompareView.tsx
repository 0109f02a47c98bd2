import { useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import { liveCompare } from '../../../shared/i18n/live-compare.ts';
import { vocabulary } from '../../../shared/i18n/vocabulary.ts';
import { liveOlder } from '../../../shared/i18n/live-older.ts';
import { settled, useApi } from '../../bridge.ts';
import { formatDayAndClock } from '../../format/time.ts';
import { formatCount } from '../../format/tokens.ts';
import { Rich, useLanguage, useMessages } from '../../i18n.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { Note } from '../../ui/Note.tsx';
import { Select } from '../../ui/Select.tsx';
import { Mono, Num } from '../../ui/Values.tsx';
import { likelyPredecessor } from './conversations.ts';
import { useEarlier, type Earlier } from './earlier.ts';
import { useIsFromFile } from './har-api.ts';
import { diffLines } from './line-diff.ts';
import { diffRequests, requestParts, type PartChange, type RequestDiff } from './request-diff.ts';

/** What this request has that an earlier one of the same conversation had not, and where the cache's prefix breaks. */
export function CompareView(props: {
  readonly row: ExchangeRow;
  readonly earlier: Earlier;
  /** The request's body, whole. */
  readonly text: string;
  /** Stands first in its bar. */
  readonly lead: ReactNode;
}): ReactNode {
  const t = useMessages(liveOlder);
  const found = useEarlier(props.row, props.earlier);
  if (found.state === 'found') return <Comparison {...props} earlier={found.rows} />;
  return (
    <>
      <div className="live-json-bar">{props.lead}</div>
      {found.state === 'failed' ? (
        <Note tone="bad">{t('earlierFailed', { reason: found.reason })}</Note>
      ) : (
        <Working glyph="wait">{t('readingEarlier')}</Working>
      )}
    </>
  );
}

function Comparison(props: {
  readonly row: ExchangeRow;
  /** Of the same conversation, the latest first. */
  readonly earlier: readonly ExchangeRow[];
  readonly text: string;
  readonly lead: ReactNode;
}): ReactNode {
  const { row, earlier, text } = props;
  const t = useMessages(liveCompare);
  const words = useMessages(vocabulary);
  const kept = useMessages(liveOlder);
  const language = useLanguage();
  const isFromFile = useIsFromFile();
  const [chosen, setChosen] = useState<string | null>(null);
  const before = earlier.find(({ id }) => id === chosen) ?? likelyPredecessor(row, earlier);
  const compared = useDiff(before?.id ?? null, text);
  if (before === null) {
    const none = isFromFile ? t('first') : kept('firstKept');
    return (
      <>
        <div className="live-json-bar">{props.lead}</div>
        <Note>{row.sessionId === null ? t('noSession') : none}</Note>
      </>
    );
  }
  return (
    <div className="live-compare">
      <div className="live-json-bar">
        {props.lead}
        <Select
          label={t('with')}
          showLabel
          value={before.id}
          options={earlier.map((each) => ({
            value: each.id,
            label: [
              formatDayAndClock(each.startedAt, language, row.startedAt),
              each.askedModel,
              each.kinds.map((kind) => words(`kind-${kind}`)).join(words('listSeparator')),
            ].join(' · '),
          }))}
          onChange={setChosen}
        />
      </div>
      {typeof compared === 'string' ? (
        <Working glyph={compared === 'reading' ? 'wait' : 'warn'}>{t(compared)}</Working>
      ) : (
        <DiffView diff={compared} />
      )}
    </div>
  );
}

function Working(props: { readonly glyph: 'wait' | 'warn'; readonly children: string }): ReactNode {
  return (
    <p className="live-reading t2 xs">
      <Glyph name={props.glyph} /> {props.children}
    </p>
  );
}

type Compared = RequestDiff | 'reading' | 'notKept' | 'cut' | 'notMessages' | 'failed';

/** The other body is read when it is asked for; the work rests between its steps. */
function useDiff(beforeId: string | null, text: string): Compared {
  const api = useApi();
  const [compared, setCompared] = useState<{ readonly of: string; readonly result: Compared }>();
  const of = `${beforeId ?? ''} ${String(text.length)}`;
  useEffect(() => {
    let isWanted = beforeId !== null;
    const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
    const compare = async (): Promise<Compared> => {
      const read = await settled(api.traffic.bodies({ exchangeId: beforeId ?? '' }));
      if (!read.ok) return 'failed';
      const body = read.value?.request ?? null;
      if (body === null) return 'notKept';
      if (body.isCut) return 'cut';
      return (await diffRequests(body.text, text, rest)) ?? 'notMessages';
    };
    if (isWanted)
      void compare().then((result) => {
        if (isWanted) setCompared({ of, result });
      });
    return () => {
      isWanted = false;
    };
  }, [api, beforeId, text, of]);
  return compared?.of === of ? compared.result : 'reading';
}

function DiffView(props: { readonly diff: RequestDiff }): ReactNode {
  const { changes, same, breaksAt } = props.diff;
  const t = useMessages(liveCompare);
  return (
    <div className="live-pane">
      <Note tone={breaksAt === null ? 'ok' : 'warn'}>
        {breaksAt === null ? (
          t('prefixWhole')
        ) : (
          <>
            {t('prefixBreaks')} <Mono>{breaksAt}</Mono>
          </>
        )}
      </Note>
      {requestParts.map((part) => (
        <section key={part} aria-label={t(`part-${part}`)}>
          <h2 className="row g2">
            {t(`part-${part}`)}
            <span className="t3 xs">
              {t('same', { count: same[part] })}
              {changes[part].length === 0
                ? ''
                : ` · ${t('differ', { count: changes[part].length })}`}
            </span>
          </h2>
          {changes[part].map((change) => (
            <Change key={`${change.kind} ${change.path}`} change={change} />
          ))}
        </section>
      ))}
    </div>
  );
}

const signs = { added: '+', removed: '−', changed: '±' } as const;
/** Short ones are open at once; long ones are drawn when they are asked for. */
const openBelow = 400;
/** Lines drawn of one change; the body itself has the rest. */
const mostLines = 600;

function Change(props: { readonly change: PartChange }): ReactNode {
  const { kind, path, about, before, after } = props.change;
  const t = useMessages(liveCompare);
  const size = (before?.length ?? 0) + (after?.length ?? 0);
  const [isOpen, setOpen] = useState(size <= openBelow);
  return (
    <details
      className="live-block-box live-change"
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        <span className="num" aria-hidden="true">
          {signs[kind]}
        </span>{' '}
        {t(kind)} <Mono>{path}</Mono> <bdi className="t2">{about}</bdi>{' '}
        <span className="t3">
          <Rich
            catalog={liveCompare}
            id="characters"
            count={size}
            values={{ count: <Num>{formatCount(size)}</Num> }}
          />
        </span>
      </summary>
      {isOpen ? <ChangeLines label={path} before={before ?? null} after={after ?? null} /> : null}
    </details>
  );
}

function ChangeLines(props: {
  readonly label: string;
  readonly before: string | null;
  readonly after: string | null;
}): ReactNode {
  const { before, after } = props;
  const t = useMessages(liveCompare);
  const lines = useMemo(() => linesOf(before, after), [before, after]);
  const surplus = lines.length - mostLines;
  return (
    <>
      <div className="diff" dir="ltr" role="region" aria-label={props.label} tabIndex={0}>
        {lines.slice(0, mostLines).map(({ sign, text }, place) => (
          <div key={place} className={sign === '+' ? 'a' : sign === '-' ? 'r' : undefined}>
            {sign} {text}
          </div>
        ))}
      </div>
      {surplus > 0 ? <p className="t3 xs">{t('moreLines', { count: surplus })}</p> : null}
    </>
  );
}

function linesOf(before: string | null, after: string | null): ReturnType<typeof diffLines> {
  if (before !== null && after !== null) return diffLines(before, after);
  const sign = before === null ? '+' : '-';
  return (before ?? after ?? '').split('\n').map((text) => ({ sign, text }));
}
