import type { ReactNode } from 'react';
import type { AppStatus } from '../../../shared/domain/status.ts';
import { frame } from '../../../shared/i18n/frame.ts';
import { overview } from '../../../shared/i18n/overview.ts';
import { settled, useApi } from '../../bridge.ts';
import { useMessages } from '../../i18n.tsx';
import { useStatus } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/Copy.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { Mono } from '../../ui/Values.tsx';

/** Routing failed: the cause, what still works, and the next step. */
export function RoutingTrouble(props: { readonly status: AppStatus }): ReactNode {
  const { routing, reason } = props.status;
  const t = useMessages(overview);
  const f = useMessages(frame);
  const api = useApi();
  const setRouting = useStatus((state) => state.setRouting);
  const isPending = useStatus((state) => state.pendingRouting !== null);
  if (routing !== 'error') return null;
  const title =
    reason?.code === 'port-in-use'
      ? t('errorPortInUse')
      : reason?.code === 'listen-failed'
        ? t('errorListenFailed')
        : t('errorOther');
  const detail = reason?.detail ?? '';
  return (
    <section className="card trouble" role="alert">
      <Glyph name="bad" large />
      <div>
        <h2>{title}</h2>
        {detail === '' ? null : (
          <p className="t2">
            <Mono>{detail}</Mono>
          </p>
        )}
        <p className="t2">{t('errorMeans')}</p>
        <div className="row g2 trouble-actions">
          <Button
            variant="primary"
            icon="redo"
            disabledReason={isPending ? f('routingStarting') : null}
            onClick={() => void setRouting(true)}
          >
            {isPending ? f('routingStarting') : f('retry')}
          </Button>
          <CopyButton
            label={t('copyDetails')}
            copiedLabel={f('copied')}
            copy={async () => (await settled(api.app.copyText({ text: `${title}\n${detail}` }))).ok}
          />
        </div>
      </div>
    </section>
  );
}
