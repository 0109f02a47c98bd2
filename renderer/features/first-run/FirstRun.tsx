import { useState } from 'react';
import type { ReactNode } from 'react';
import { findPreset } from '../../../shared/catalog/index.ts';
import type { ProviderPreset } from '../../../shared/catalog/preset.ts';
import type { DiscoveredEndpoint } from '../../../shared/domain/provider-view.ts';
import { firstRun } from '../../../shared/i18n/first-run.ts';
import { useMessages } from '../../i18n.tsx';
import { useNavigation, usePreferences } from '../../stores/context.tsx';
import { Brand } from '../../ui/Brand.tsx';
import { Button } from '../../ui/Button.tsx';
import { ChooseStep } from './ChooseStep.tsx';
import { KeyStep } from './KeyStep.tsx';
import { LaunchStep } from './LaunchStep.tsx';
import { Steps } from './Steps.tsx';
import './first-run.css';

export interface Picked {
  readonly preset: ProviderPreset;
  readonly found: DiscoveredEndpoint | null;
}

/** Three steps from nothing to a running session. Leaving is possible at each; nothing is changed unasked. */
export function FirstRun(): ReactNode {
  const t = useMessages(firstRun);
  const change = usePreferences((state) => state.change);
  const { open, launch } = useNavigation((state) => state);
  const [step, setStep] = useState<1 | 2 | 3>(1);
  const [picked, setPicked] = useState<Picked | null>(null);
  const leave = (): void => {
    open('none');
    void change({ firstRunDone: true });
  };
  const pick = (presetId: string, found: DiscoveredEndpoint | null): void => {
    const preset = findPreset(presetId);
    if (preset === null) return;
    setPicked({ preset, found });
    setStep(preset.id === 'practice' ? 3 : 2);
  };
  return (
    <div className="first-run">
      <header className="brand">
        <Brand />
        Switchyard
        <span className="push">
          <Button variant="ghost" onClick={leave}>
            {t('skip')}
          </Button>
        </span>
      </header>
      <main className="first-run-body">
        <Steps current={step} />
        <div className="card first-run-card">
          {step === 1 ? <ChooseStep onPick={pick} /> : null}
          {step === 2 && picked !== null ? (
            <KeyStep picked={picked} onBack={() => setStep(1)} onContinue={() => setStep(3)} />
          ) : null}
          {step === 3 ? (
            <LaunchStep
              isPractice={picked?.preset.id === 'practice'}
              onBack={() => setStep(1)}
              onLater={leave}
              onLaunch={() => {
                leave();
                launch(null);
              }}
            />
          ) : null}
        </div>
        <p className="xs t3 first-run-foot">{t('nothingChanges')}</p>
      </main>
    </div>
  );
}
