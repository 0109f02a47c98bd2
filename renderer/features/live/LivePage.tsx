import type { ReactNode } from 'react';
import { frame } from '../../../shared/i18n/frame.ts';
import { useMessages } from '../../i18n.tsx';
import { PageTitle } from '../../ui/Heading.tsx';

export function LivePage(): ReactNode {
  const t = useMessages(frame);
  return (
    <div className="page">
      <PageTitle title={t('live')} />
    </div>
  );
}
