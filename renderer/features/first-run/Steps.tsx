import type { ReactNode } from 'react';
import { firstRun } from '../../../shared/i18n/first-run.ts';
import { useMessages } from '../../i18n.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Num } from '../../ui/Values.tsx';

const steps = ['stepProvider', 'stepKey', 'stepLaunch'] as const;

export function Steps(props: { readonly current: 1 | 2 | 3 }): ReactNode {
  const t = useMessages(firstRun);
  return (
    <ol className="steps">
      {steps.map((id, index) => {
        const place = index + 1;
        const state = place < props.current ? 'done' : place === props.current ? 'now' : 'next';
        return (
          <li key={id} data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
            <span className="step-mark">
              {state === 'done' ? <Icon name="check" size="small" /> : <Num>{place}</Num>}
            </span>
            {t(id)}
          </li>
        );
      })}
    </ol>
  );
}
