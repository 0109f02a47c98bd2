import type { ReactNode } from 'react';
import { CostsPage } from './features/costs/CostsPage.tsx';
import { LabPage } from './features/lab/LabPage.tsx';
import { LivePage } from './features/live/LivePage.tsx';
import { OverviewPage } from './features/overview/OverviewPage.tsx';
import { ProvidersPage } from './features/providers/ProvidersPage.tsx';
import { RoutesPage } from './features/routes/RoutesPage.tsx';
import { SettingsPage } from './features/settings/SettingsPage.tsx';
import { useNavigation } from './stores/context.tsx';
import type { PageId } from './stores/navigation.ts';

const pages: Readonly<Record<PageId, () => ReactNode>> = {
  overview: OverviewPage,
  routes: RoutesPage,
  live: LivePage,
  providers: ProvidersPage,
  costs: CostsPage,
  lab: LabPage,
  settings: SettingsPage,
};

export function CurrentPage(): ReactNode {
  const Page = pages[useNavigation((state) => state.page)];
  return <Page />;
}
