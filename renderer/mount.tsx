import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import '@fontsource/ibm-plex-sans-arabic/400.css';
import '@fontsource/ibm-plex-sans-arabic/500.css';
import '@fontsource/ibm-plex-sans-arabic/600.css';
import './theme/tokens.css';
import './theme/components.css';
import './theme/controls.css';
import './theme/frame.css';
import { App } from './app.tsx';
import type { Api } from './bridge.ts';

export function mount(api: Api): void {
  const root = document.getElementById('root');
  if (root === null) throw new Error('index.html has no #root');
  measureScrollbar();
  createRoot(root).render(
    <StrictMode>
      <App api={api} />
    </StrictMode>,
  );
}

/** Panes keep room for their scroll bar; how much that is (0 where it lies over the content) only the system knows. */
function measureScrollbar(): void {
  const probe = document.createElement('div');
  probe.style.cssText =
    'position: absolute; visibility: hidden; inline-size: 50px; overflow: scroll';
  document.body.append(probe);
  const width = probe.offsetWidth - probe.clientWidth;
  probe.remove();
  document.documentElement.style.setProperty('--scrollbar', `${String(width)}px`);
}
