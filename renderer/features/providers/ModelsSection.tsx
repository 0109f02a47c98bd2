import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ProviderView } from '../../../shared/domain/provider-view.ts';
import type { ProviderModel } from '../../../shared/domain/provider.ts';
import { providers } from '../../../shared/i18n/providers.ts';
import { words } from '../../../shared/i18n/words.ts';
import { findPrice, pricesDate } from '../../../shared/pricing/lookup.ts';
import { settled, useApi } from '../../bridge.ts';
import { formatPricePerMillion } from '../../format/money.ts';
import { formatDay } from '../../format/time.ts';
import { useLanguage, useMessages } from '../../i18n.tsx';
import { useProviders } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { SectionTitle } from '../../ui/Heading.tsx';
import { Note } from '../../ui/Note.tsx';
import type { Column } from '../../ui/Table.tsx';
import { Table, TableEmpty } from '../../ui/Table.tsx';
import { Mono, Num, Tokens } from '../../ui/Values.tsx';

/** The provider's models with their prices. Fetched ones are saved with the provider, so that rules can name them. */
export function ModelsSection(props: { readonly view: ProviderView }): ReactNode {
  const { view } = props;
  const t = useMessages(providers);
  const language = useLanguage();
  const api = useApi();
  const save = useProviders((state) => state.save);
  const [fetching, setFetching] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const { models } = view.resolved;
  const fetchModels = async (): Promise<void> => {
    setFetching(true);
    const reply = await settled(api.providers.fetchModels({ providerId: view.id }));
    const error = reply.ok
      ? await save({ ...view.draft, models: [...reply.value] }, false)
      : reply.error;
    setFailure(error?.message ?? null);
    setFetching(false);
  };
  const day = Date.parse(pricesDate);
  const isPractice = view.resolved.preset === 'practice';
  const columns: readonly Column[] = [
    { id: 'model', label: t('model') },
    { id: 'context', label: t('context'), width: '74px', align: 'end' },
    { id: 'max', label: t('maxOut'), width: '74px', align: 'end' },
    { id: 'in', label: t('priceIn'), width: '66px', align: 'end' },
    { id: 'read', label: t('priceCacheRead'), width: '84px', align: 'end' },
    { id: 'write', label: t('priceCacheWrite'), width: '88px', align: 'end' },
    { id: 'out', label: t('priceOut'), width: '66px', align: 'end' },
  ];
  return (
    <section>
      <SectionTitle
        title={t('modelsTitle')}
        sub={isPractice ? undefined : t('pricesSub', { date: formatDay(day, language, 0) })}
        actions={
          <Button
            size="small"
            variant="ghost"
            icon="redo"
            disabledReason={fetching ? t('fetching') : null}
            onClick={() => void fetchModels()}
          >
            {fetching ? t('fetching') : t('fetchAgain')}
          </Button>
        }
      />
      {failure === null ? null : <Note tone="bad">{t('fetchFailed', { reason: failure })}</Note>}
      <Table label={t('modelsTitle')} columns={columns}>
        {models.length === 0 ? (
          <TableEmpty columns={columns.length}>{t('noModels')}</TableEmpty>
        ) : null}
        {models.map((model) => (
          <ModelRow key={model.id} view={view} model={model} />
        ))}
      </Table>
    </section>
  );
}

function ModelRow(props: {
  readonly view: ProviderView;
  readonly model: ProviderModel;
}): ReactNode {
  const { model } = props;
  const { preset, billing } = props.view.resolved;
  const w = useMessages(words);
  const price = preset === null ? null : findPrice(preset, model.id);
  const isOwned = billing.kind === 'free' || billing.kind === 'hardware';
  const figures =
    price === null ? null : [price.input, price.cacheRead, price.cacheWrite5m, price.output];
  return (
    <tr>
      <td title={model.name ?? model.id}>
        <Mono>{model.id}</Mono>
      </td>
      <td className="end">
        <Tokens count={model.contextTokens ?? null} />
      </td>
      <td className="end">
        <Tokens count={model.maxOutputTokens ?? null} />
      </td>
      {figures === null ? (
        <td className="end t3" colSpan={4}>
          {preset === 'practice' ? w('neverPriced') : isOwned ? w('ownMachine') : w('unpriced')}
        </td>
      ) : (
        figures.map((figure, index) => (
          <td key={index} className="end">
            <Num>{formatPricePerMillion(figure)}</Num>
          </td>
        ))
      )}
    </tr>
  );
}
