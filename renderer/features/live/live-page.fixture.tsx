import { render } from '@testing-library/react';
import type { FakeApi } from '../../bridge.fake.ts';
import { LanguageProvider } from '../../i18n.tsx';
import { StoresProvider } from '../../stores/context.tsx';
import { LivePage } from './LivePage.tsx';

/** Live in English over a fake main. */
export function mountLive(api: FakeApi): void {
  render(
    <StoresProvider api={api}>
      <LanguageProvider language="en">
        <LivePage />
      </LanguageProvider>
    </StoresProvider>,
  );
}
