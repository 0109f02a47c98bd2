import type { ReactNode } from 'react';
import { firstRun } from '../../../shared/i18n/first-run.ts';
import { frame } from '../../../shared/i18n/frame.ts';
import { useMessages } from '../../i18n.tsx';
import { useStatus } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { Glyph } from '../../ui/Glyph.tsx';

export function LaunchStep(props: {
  readonly isPractice: boolean;
  readonly onBack: () => void;
  readonly onLater: () => void;
  readonly onLaunch: () => void;
}): ReactNode {
  const t = useMessages(firstRun);
  const f = useMessages(frame);
  const isListening = useStatus((state) => state.status?.address !== null);
  return (
    <>
      <div>
        <h1 className="row">
          <Glyph name="ok" large />
          {props.isPractice ? t('practiceTitle') : t('launchTitle')}
        </h1>
        {props.isPractice ? <p className="t2">{t('practiceText')}</p> : null}
        <p className="t2">{t('launchText')}</p>
      </div>
      <div className="row">
        <Button size="large" onClick={props.onBack}>
          {t('back')}
        </Button>
        <span className="push row g2">
          <Button size="large" variant="ghost" onClick={props.onLater}>
            {t('later')}
          </Button>
          <Button
            size="large"
            variant="primary"
            icon="terminal"
            disabledReason={isListening ? null : f('launchNeedsGateway')}
            onClick={props.onLaunch}
          >
            {t('launch')}
          </Button>
        </span>
      </div>
    </>
  );
}
