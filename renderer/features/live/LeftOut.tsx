import type { ReactNode } from 'react';
import type { ExchangeDetail } from '../../../shared/domain/exchange.ts';
import { liveDetail } from '../../../shared/i18n/live-detail.ts';
import { useMessages } from '../../i18n.tsx';
import { SectionTitle } from '../../ui/Heading.tsx';
import { Mono } from '../../ui/Values.tsx';

/** What the target's dialect could not carry, field by field, as it was last sent. */
export function LeftOut(props: { readonly detail: ExchangeDetail }): ReactNode {
  const { detail } = props;
  const t = useMessages(liveDetail);
  return (
    <section className="live-left-out">
      <SectionTitle title={t('whatWasDropped')} />
      {detail.dropped.length === 0 ? (
        <p className="xs t2">{t(absenceOf(detail))}</p>
      ) : (
        <dl className="dl">
          {detail.dropped.map((item, index) => (
            <LeftOutField key={index} item={item} />
          ))}
        </dl>
      )}
    </section>
  );
}

function LeftOutField(props: { readonly item: ExchangeDetail['dropped'][number] }): ReactNode {
  const { item } = props;
  return (
    <>
      <dt>
        <Mono>{item.path}</Mono>
      </dt>
      <dd>
        <bdi>{item.why}</bdi>
      </dd>
    </>
  );
}

/** How many fields that were, and the way to them. */
export function LeftOutCount(props: {
  readonly detail: ExchangeDetail;
  readonly onShow: () => void;
}): ReactNode {
  const { detail, onShow } = props;
  const t = useMessages(liveDetail);
  const count = detail.dropped.length;
  if (count === 0) return absenceOf(detail) === 'nothingDropped' ? t('nothing') : '—';
  return (
    <button type="button" className="link" onClick={onShow}>
      {t('fieldsDropped', { count })}
    </button>
  );
}

/** Of a quiet folder only counts are kept, and what was never sent has lost nothing. */
function absenceOf({
  row,
  attempts,
}: ExchangeDetail): 'nothingDropped' | 'nothingSent' | 'droppedUnknown' {
  if (row.attempts === 0) return 'nothingSent';
  return attempts.length === 0 ? 'droppedUnknown' : 'nothingDropped';
}
