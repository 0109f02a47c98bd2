import { useState } from 'react';
import type { ReactNode } from 'react';
import { findPreset } from '../../../shared/catalog/index.ts';
import { providers } from '../../../shared/i18n/providers.ts';
import { useMessages } from '../../i18n.tsx';
import { useNavigation, useProviders } from '../../stores/context.tsx';
import { useDiscovered } from '../../stores/discovered.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { AddProvider } from './AddProvider.tsx';
import type { Selection } from './list.ts';
import { ProviderDetail } from './ProviderDetail.tsx';
import { ProviderList } from './ProviderList.tsx';
import './providers.css';

/** Providers that are set up, local servers that answer, and the catalogue; beside them one in detail. */
export function ProvidersPage(): ReactNode {
  const t = useMessages(providers);
  const focus = useNavigation((state) => state.focus.providerId);
  const [picked, setPicked] = useState<Selection>(
    focus === undefined ? null : { kind: 'provider', id: focus },
  );
  const views = useProviders((state) => state.views);
  const discovered = useDiscovered();
  const selection = picked ?? firstOf(views.map((view) => view.id));
  const view =
    selection?.kind === 'provider' ? views.find(({ id }) => id === selection.id) : undefined;
  const preset = selection?.kind === 'preset' ? findPreset(selection.id) : null;
  return (
    <div className="providers">
      <ProviderList selection={selection} discovered={discovered} onSelect={setPicked} />
      {view !== undefined ? (
        <ProviderDetail key={view.id} view={view} onRemoved={() => setPicked(null)} />
      ) : preset !== null && selection?.kind === 'preset' ? (
        <AddProvider
          key={`${preset.id} ${selection.found?.baseUrl ?? ''}`}
          preset={preset}
          found={selection.found}
          onAdded={(id) => setPicked({ kind: 'provider', id })}
          onCancel={() => setPicked(null)}
        />
      ) : (
        <div className="page">
          <EmptyState title={t('chooseOne')}>{t('chooseOneText')}</EmptyState>
        </div>
      )}
    </div>
  );
}

function firstOf(ids: readonly string[]): Selection {
  const id = ids[0];
  return id === undefined ? null : { kind: 'provider', id };
}
