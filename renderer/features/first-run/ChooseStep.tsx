import type { ReactNode } from 'react';
import { presets } from '../../../shared/catalog/index.ts';
import type { DiscoveredEndpoint } from '../../../shared/domain/provider-view.ts';
import { firstRun } from '../../../shared/i18n/first-run.ts';
import { providers } from '../../../shared/i18n/providers.ts';
import { useMessages } from '../../i18n.tsx';
import { useDiscovered } from '../../stores/discovered.ts';
import { Icon } from '../../ui/Icon.tsx';
import { ProviderMark } from '../../ui/ProviderMark.tsx';
import { Mono } from '../../ui/Values.tsx';

export function ChooseStep(props: {
  readonly onPick: (presetId: string, found: DiscoveredEndpoint | null) => void;
}): ReactNode {
  const t = useMessages(firstRun);
  const found = useDiscovered();
  const withKey = presets.filter(
    ({ auth, baseUrl }) => !['none', 'native'].includes(auth) && baseUrl !== '',
  );
  return (
    <>
      <div>
        <h1>{t('welcome')}</h1>
        <p className="t2">{t('welcomeText')}</p>
      </div>
      <button
        type="button"
        className="start-choice wide"
        onClick={() => props.onPick('practice', null)}
      >
        <ProviderMark name="practice" size="large" />
        <span className="grow">
          <b className="b">{t('practice')}</b>
          <span className="start-text">{t('practiceText')}</span>
        </span>
        <Icon name="right" />
      </button>
      {found.length === 0 ? null : (
        <section>
          <h2>{t('found')}</h2>
          <div className="start-choices">
            {found.map((endpoint) => (
              <FoundChoice
                key={endpoint.baseUrl}
                endpoint={endpoint}
                onPick={() => props.onPick(endpoint.preset, endpoint)}
              />
            ))}
          </div>
        </section>
      )}
      <section>
        <h2>{t('withKey')}</h2>
        <div className="start-choices">
          {withKey.map((preset) => (
            <button
              key={preset.id}
              type="button"
              className="start-choice"
              onClick={() => props.onPick(preset.id, null)}
            >
              <ProviderMark name={preset.id} />
              <span className="cut">{preset.name}</span>
            </button>
          ))}
        </div>
      </section>
    </>
  );
}

function FoundChoice(props: {
  readonly endpoint: DiscoveredEndpoint;
  readonly onPick: () => void;
}): ReactNode {
  const { endpoint } = props;
  const p = useMessages(providers);
  return (
    <button type="button" className="start-choice" onClick={props.onPick}>
      <ProviderMark name={endpoint.preset} />
      <span className="grow cut">
        <span className="b">{endpoint.name}</span>
        <span className="start-text cut">
          <Mono>{endpoint.baseUrl.replace(/^https?:\/\//, '')}</Mono>
          {' · '}
          {p('models', { count: endpoint.models.length })}
        </span>
      </span>
    </button>
  );
}
