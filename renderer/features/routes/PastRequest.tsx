import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import type { RequestFacts } from '../../../shared/domain/request-facts.ts';
import { vocabulary } from '../../../shared/i18n/vocabulary.ts';
import { whichRule } from '../../../shared/i18n/which-rule.ts';
import { settled, useApi } from '../../bridge.ts';
import { formatMoment } from '../../format/time.ts';
import { shortModel } from '../../format/model.ts';
import { useLanguage, useMessages } from '../../i18n.tsx';
import { Note } from '../../ui/Note.tsx';
import { Select } from '../../ui/Select.tsx';

const offered = 100;

/** One of the newest requests, with the very facts that it was routed by. */
export function PastRequest(props: {
  readonly onRead: (facts: RequestFacts | null) => void;
}): ReactNode {
  const { onRead } = props;
  const api = useApi();
  const language = useLanguage();
  const t = useMessages(whichRule);
  const words = useMessages(vocabulary);
  const [rows, setRows] = useState<readonly ExchangeRow[] | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [now] = useState(() => Date.now());
  useEffect(() => {
    let isShown = true;
    void settled(api.traffic.list({ limit: offered, before: null })).then((reply) => {
      if (!isShown) return;
      if (!reply.ok) setProblem(reply.error.message);
      const routed = reply.ok ? reply.value.filter(({ profile }) => profile !== null) : [];
      setRows(routed);
      setChosen(routed[0]?.id ?? null);
    });
    return () => {
      isShown = false;
    };
  }, [api]);
  useEffect(() => {
    let isNewest = true;
    onRead(null);
    if (chosen === null) return undefined;
    void settled(api.traffic.detail({ exchangeId: chosen })).then((reply) => {
      if (!isNewest) return;
      const facts = reply.ok ? (reply.value.facts ?? null) : null;
      setProblem(facts === null ? (reply.ok ? t('whichNoFacts') : reply.error.message) : null);
      onRead(facts);
    });
    return () => {
      isNewest = false;
    };
  }, [api, chosen, onRead, t]);
  if (rows === null) return null;
  return (
    <>
      {rows.length === 0 && problem === null ? <p className="t2">{t('whichNoPast')}</p> : null}
      {chosen === null ? null : (
        <Select
          field
          label={t('whichChoose')}
          value={chosen}
          options={rows.map((row) => ({
            value: row.id,
            label: [
              formatMoment(row.startedAt, language, now),
              words(`kind-${row.kinds[0] ?? 'main'}`),
              shortModel(row.askedModel),
            ].join(' · '),
          }))}
          onChange={setChosen}
        />
      )}
      {problem === null ? null : <Note tone="warn">{problem}</Note>}
    </>
  );
}
