import { useEffect } from 'react';
import type { ReactNode } from 'react';
import type { Api } from './bridge.ts';
import { FirstRun } from './features/first-run/FirstRun.tsx';
import { Frame } from './features/frame/Frame.tsx';
import { LaunchDialog } from './features/launch/LaunchDialog.tsx';
import { Palette } from './features/palette/Palette.tsx';
import { ReplayDialog } from './features/replay/ReplayDialog.tsx';
import { directionOf, LanguageProvider, resolveLanguage } from './i18n.tsx';
import { OfferedImport } from './features/settings/OfferedImport.tsx';
import { CurrentPage } from './routes.tsx';
import { StoresProvider, useNavigation, usePreferences } from './stores/context.tsx';

export function App(props: { readonly api: Api }): ReactNode {
  return (
    <StoresProvider api={props.api}>
      <Window />
    </StoresProvider>
  );
}

function Window(): ReactNode {
  const preferences = usePreferences((state) => state.preferences);
  const isLoaded = usePreferences((state) => state.loaded);
  const { theme, density } = preferences;
  const language = resolveLanguage(preferences.language, navigator.languages);
  useEffect(() => {
    const root = document.documentElement;
    root.lang = language;
    root.dir = directionOf(language);
    root.dataset['density'] = density;
    if (theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = theme;
  }, [language, theme, density]);
  if (!isLoaded) return null;
  return (
    <LanguageProvider language={language}>
      <Contents isFirstRun={!preferences.firstRunDone} />
    </LanguageProvider>
  );
}

function Contents(props: { readonly isFirstRun: boolean }): ReactNode {
  const overlay = useNavigation((state) => state.overlay);
  if (props.isFirstRun || overlay === 'first-run') {
    return (
      <>
        <FirstRun />
        <OfferedImport />
      </>
    );
  }
  return (
    <Frame>
      <CurrentPage />
      {overlay === 'palette' ? <Palette /> : null}
      {overlay === 'launch' ? <LaunchDialog /> : null}
      {overlay === 'replay' ? <ReplayDialog /> : null}
      <OfferedImport />
    </Frame>
  );
}
