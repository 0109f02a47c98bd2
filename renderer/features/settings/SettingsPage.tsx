import type { ReactNode } from 'react';
import { settings } from '../../../shared/i18n/settings.ts';
import { frame } from '../../../shared/i18n/frame.ts';
import { useMessages } from '../../i18n.tsx';
import { usePreferences } from '../../stores/context.tsx';
import { PageTitle } from '../../ui/Heading.tsx';
import { Note } from '../../ui/Note.tsx';
import { AboutPart } from './AboutPart.tsx';
import { ConfigurationPart } from './ConfigurationPart.tsx';
import { GatewayPart } from './GatewayPart.tsx';
import { LocalOnlyPart } from './LocalOnlyPart.tsx';
import { LookPart } from './LookPart.tsx';
import { TerminalPart } from './TerminalPart.tsx';
import { TrafficPart } from './TrafficPart.tsx';
import './settings.css';

const parts = ['claudeCode', 'general', 'localOnly', 'traffic', 'configuration', 'about'] as const;

/** How the app looks and starts. Every change acts at once. */
export function SettingsPage(): ReactNode {
  const t = useMessages(settings);
  const f = useMessages(frame);
  const refusal = usePreferences((state) => state.refusal);
  return (
    <div className="settings">
      <aside className="settings-nav">
        <PageTitle title={f('settings')} />
        <nav className="nav" aria-label={f('settings')}>
          {parts.map((part) => (
            <a
              key={part}
              href={`#settings-${part}`}
              onClick={(event) => {
                event.preventDefault();
                document.getElementById(`settings-${part}`)?.scrollIntoView({ block: 'start' });
              }}
            >
              <span>{t(part)}</span>
            </a>
          ))}
        </nav>
      </aside>
      <div className="page settings-page">
        {refusal === null ? null : <Note tone="bad">{t('notSaved', { reason: refusal })}</Note>}
        <Part id="claudeCode">
          <TerminalPart />
        </Part>
        <Part id="general">
          <GatewayPart />
          <LookPart />
        </Part>
        <Part id="localOnly">
          <LocalOnlyPart />
        </Part>
        <Part id="traffic">
          <TrafficPart />
        </Part>
        <Part id="configuration">
          <ConfigurationPart />
        </Part>
        <Part id="about">
          <AboutPart />
        </Part>
      </div>
    </div>
  );
}

function Part(props: {
  readonly id: (typeof parts)[number];
  readonly children: ReactNode;
}): ReactNode {
  const t = useMessages(settings);
  return (
    <section id={`settings-${props.id}`}>
      <h2 className="settings-heading">{t(props.id)}</h2>
      {props.children}
    </section>
  );
}
