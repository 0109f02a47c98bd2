import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { frame } from '../../../shared/i18n/frame.ts';
import { useApi } from '../../bridge.ts';
import { useMessages } from '../../i18n.tsx';
import { useNavigation, useStores } from '../../stores/context.tsx';
import { isPageId } from '../../stores/navigation.ts';
import { Header } from './Header.tsx';
import { Sidebar } from './Sidebar.tsx';
import { useShortcuts } from './shortcuts.ts';

/** Sidebar, header and the page under way. */
export function Frame(props: { readonly children: ReactNode }): ReactNode {
  const t = useMessages(frame);
  const page = useNavigation((state) => state.page);
  const main = useRef<HTMLElement>(null);
  useShortcuts();
  useMainNavigation();
  useEffect(() => {
    document.title = `${t(page)} · Switchyard`;
  }, [t, page]);
  return (
    <div className="app">
      <a
        className="btn skip"
        href="#content"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {t('skipToContent')}
      </a>
      <Sidebar />
      <Header />
      <main ref={main} className="main" id="content" tabIndex={-1} aria-label={t(page)}>
        {props.children}
      </main>
    </div>
  );
}

/** Main may ask for a page: the tray's "last error", "Settings". */
function useMainNavigation(): void {
  const api = useApi();
  const { navigation } = useStores();
  useEffect(
    () =>
      api.app.navigate(({ page, exchangeId }) => {
        if (!isPageId(page)) return;
        navigation.getState().go(page, exchangeId === null ? {} : { exchangeId });
      }),
    [api, navigation],
  );
}
