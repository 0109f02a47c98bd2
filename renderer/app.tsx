import { useEffect } from 'react';
import type { ReactNode } from 'react';
import type { Api } from './bridge.ts';
import { Frame } from './features/frame/Frame.tsx';
import { directionOf, LanguageProvider, resolveLanguage } from './i18n.tsx';
import { CurrentPage } from './routes.tsx';
import { StoresProvider, usePreferences } from './stores/context.tsx';

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
      <Frame>
        <CurrentPage />
      </Frame>
    </LanguageProvider>
  );
}
