import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import {
  answerFaults,
  concernsOf,
  type ModelHealth,
} from '../../../shared/domain/answer-health.ts';
import { modelFilter } from '../../../shared/domain/figure-filters.ts';
import type { ProviderView } from '../../../shared/domain/provider-view.ts';
import { figures } from '../../../shared/i18n/figures.ts';
import { modelHealth } from '../../../shared/i18n/model-health.ts';
import { settled, useApi } from '../../bridge.ts';
import { formatDuration, formatRate } from '../../format/duration.ts';
import { formatPercent } from '../../format/money.ts';
import { useMessages } from '../../i18n.tsx';
import { useNavigation } from '../../stores/context.tsx';
import { useOpenRows } from '../../stores/open-rows.ts';
import { Button } from '../../ui/Button.tsx';
import { FigureLink } from '../../ui/FigureLink.tsx';
import { SectionTitle } from '../../ui/Heading.tsx';
import { Note } from '../../ui/Note.tsx';
import { Segment } from '../../ui/Segment.tsx';
import { State } from '../../ui/State.tsx';
import type { Column } from '../../ui/Table.tsx';
import { Table } from '../../ui/Table.tsx';
import { Mono, Num } from '../../ui/Values.tsx';

const periods = { day: 24, week: 168 } as const;
type Period = keyof typeof periods;

type Reading = { readonly models: readonly ModelHealth[] } | { readonly error: string } | null;

/** What one's own requests showed of each model, and the way to those that went wrong. */
export function TrafficHealth(props: { readonly view: ProviderView }): ReactNode {
  const { id } = props.view;
  const t = useMessages(modelHealth);
  const api = useApi();
  const [period, setPeriod] = useState<Period>('day');
  const [reading, setReading] = useState<Reading>(null);
  useEffect(() => {
    let isCurrent = true;
    void settled(api.traffic.modelHealth({ hours: periods[period] })).then((reply) => {
      if (isCurrent)
        setReading(reply.ok ? { models: reply.value } : { error: reply.error.message });
    });
    return () => {
      isCurrent = false;
    };
  }, [api, period, id]);
  const models =
    reading !== null && 'models' in reading
      ? reading.models.filter(({ provider }) => provider === id)
      : null;
  const columns: readonly Column[] = [
    { id: 'model', label: t('model') },
    { id: 'requests', label: t('requests'), width: '72px', align: 'end' },
    { id: 'answered', label: t('answered'), width: '76px', align: 'end' },
    { id: 'calls', label: t('calls'), width: '88px', align: 'end' },
    { id: 'first', label: t('firstToken'), width: '148px', align: 'end' },
    { id: 'speed', label: t('speed'), width: '84px', align: 'end' },
  ];
  return (
    <section>
      <SectionTitle
        title={t('title')}
        sub={t('sub')}
        actions={
          <Segment
            label={t('period')}
            value={period}
            choices={(['day', 'week'] as const).map((value) => ({ value, label: t(value) }))}
            onChange={setPeriod}
          />
        }
      />
      {reading !== null && 'error' in reading ? (
        <Note tone="bad">{t('failed', { reason: reading.error })}</Note>
      ) : null}
      {models?.length === 0 ? <p className="xs t3">{t('none')}</p> : null}
      {models === null || models.length === 0 ? null : (
        <>
          <Table label={t('title')} columns={columns}>
            {models.map((health) => (
              <ModelRow key={health.model} health={health} hours={periods[period]} />
            ))}
          </Table>
          {models.map((health) => (
            <Seen key={health.model} health={health} hours={periods[period]} />
          ))}
        </>
      )}
    </section>
  );
}

function ModelRow(props: { readonly health: ModelHealth; readonly hours: number }): ReactNode {
  const { model, requests, passedOn, answered, toolCalls, badToolCalls } = props.health;
  const t = useMessages(figures);
  const openRows = useOpenRows();
  const { firstTokenP50Ms, firstTokenP95Ms, tokensPerSecond } = props.health;
  return (
    <tr>
      <td className="cut">
        <Mono title={model}>{model}</Mono>
      </td>
      <td className="end">
        <FigureLink
          filter={modelFilter(props.health, props.hours)}
          onOpen={openRows}
          count={requests - passedOn}
          label={passedOn === 0 ? undefined : t('passedOn', { count: passedOn })}
        >
          <Num>{requests}</Num>
        </FigureLink>
      </td>
      <td className="end">
        <Num>{formatPercent(answered, requests) ?? '—'}</Num>
      </td>
      <td className="end">
        <Num title={`${String(toolCalls - badToolCalls)} / ${String(toolCalls)}`}>
          {formatPercent(toolCalls - badToolCalls, toolCalls) ?? '—'}
        </Num>
      </td>
      <td className="end">
        <Num>{`${formatDuration(firstTokenP50Ms)} / ${formatDuration(firstTokenP95Ms)}`}</Num>
      </td>
      <td className="end">
        <Num>{formatRate(tokensPerSecond)}</Num>
      </td>
    </tr>
  );
}

/** What was wrong with this model's answers, in words; nothing where nothing was. */
function Seen(props: { readonly health: ModelHealth; readonly hours: number }): ReactNode {
  const { health, hours } = props;
  const { model, faults } = health;
  const t = useMessages(modelHealth);
  const go = useNavigation((state) => state.go);
  const concerns = concernsOf(health);
  const seen = answerFaults.filter((fault) => faults[fault] > 0);
  if (seen.length === 0 && concerns.length === 0) return null;
  const filter = `${modelFilter(health, hours)} ${seen.length === 0 ? '-state:complete' : 'has:fault'}`;
  return (
    <div className="row g4 xs traffic-health-seen">
      <span className="grow">
        <Mono>{model}</Mono>{' '}
        {concerns.length === 0 ? null : (
          <State glyph="warn">
            {concerns.map((concern) => t(`concern-${concern}`)).join(' · ')}
          </State>
        )}{' '}
        <span className="t2">
          {seen.map((fault) => t(`fault-${fault}`, { count: faults[fault] })).join(' · ')}
        </span>
      </span>
      <Button size="small" icon="live" onClick={() => go('live', { filter })}>
        {t('show')}
      </Button>
    </div>
  );
}
