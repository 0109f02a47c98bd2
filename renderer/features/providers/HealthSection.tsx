import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ProviderView } from '../../../shared/domain/provider-view.ts';
import { targetsOf } from '../../../shared/domain/provider-health.ts';
import type { TargetHealth } from '../../../shared/domain/gateway-health.ts';
import { health as messages } from '../../../shared/i18n/health.ts';
import { useMessages } from '../../i18n.tsx';
import { useHealth } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { SectionTitle } from '../../ui/Heading.tsx';
import { Note } from '../../ui/Note.tsx';
import { State } from '../../ui/State.tsx';
import type { Column } from '../../ui/Table.tsx';
import { Table } from '../../ui/Table.tsx';
import { Duration, Mono, Num } from '../../ui/Values.tsx';
import { targetWords, whyWord } from './health-words.ts';

/** What the gateway has learned of each model, and the way to make it forget. */
export function HealthSection(props: { readonly view: ProviderView }): ReactNode {
  const { id } = props.view;
  const t = useMessages(messages);
  const health = useHealth((state) => state.health);
  const reset = useHealth((state) => state.reset);
  const [failure, setFailure] = useState<string | null>(null);
  const targets = targetsOf(health, id);
  const columns: readonly Column[] = [
    { id: 'model', label: t('model'), width: '24%' },
    { id: 'state', label: t('state') },
    { id: 'first', label: t('firstToken'), width: '88px', align: 'end' },
    { id: 'flight', label: t('underWay'), width: '84px', align: 'end' },
  ];
  return (
    <section>
      <SectionTitle
        title={t('title')}
        sub={t('sub')}
        actions={
          targets.length === 0 ? null : (
            <Button
              size="small"
              variant="ghost"
              icon="redo"
              onClick={() =>
                void reset(id, null).then((error) => setFailure(error?.message ?? null))
              }
            >
              {t('resetAll')}
            </Button>
          )
        }
      />
      {targets.length === 0 ? (
        <p className="xs t3">{t('nothingYet')}</p>
      ) : (
        <Table label={t('title')} columns={columns}>
          {targets.map((target) => (
            <TargetRow key={target.model} target={target} />
          ))}
        </Table>
      )}
      {failure === null ? null : <Note tone="bad">{t('resetFailed', { reason: failure })}</Note>}
    </section>
  );
}

function TargetRow(props: { readonly target: TargetHealth }): ReactNode {
  const { target } = props;
  const t = useMessages(messages);
  const { glyph, word, values } = targetWords(target);
  const sentence = t(word, { ...values, why: t(whyWord(target.lastFailure)) });
  return (
    <tr>
      <td className="cut">
        <Mono title={target.model}>{target.model}</Mono>
      </td>
      <td>
        <State glyph={glyph} title={sentence}>
          {sentence}
        </State>
      </td>
      <td className="end">
        <Duration ms={target.firstTokenMs} />
      </td>
      <td className="end">
        <Num>{target.inFlight}</Num>
      </td>
    </tr>
  );
}
