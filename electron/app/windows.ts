import { BrowserWindow, nativeTheme, screen, type Rectangle } from 'electron';
import type { WindowBounds } from './settings-document.ts';
import { windowOrigin } from './window-files.ts';

const smallest = { width: 960, height: 600 };
const usual = { width: 1280, height: 832 };

export interface MainWindowOptions {
  readonly preload: string;
  readonly icon: string;
  readonly bounds: () => WindowBounds | null;
  readonly saveBounds: (bounds: WindowBounds) => void;
  /** Asked at each close; true lets the window go. */
  readonly mayClose: () => boolean;
  /** The user closed the window and it is to stay out of the way. */
  readonly onHide: (window: BrowserWindow) => void;
  /** Its payloads say what changed, not how things stand: of no use later. The page reads anew when it is seen again. */
  readonly isDelta: (channel: string) => boolean;
}

/** The app's one window: made on first need, hidden on close, shown again by whoever asks. */
export class MainWindow {
  readonly #options: MainWindowOptions;
  #window: BrowserWindow | null = null;
  /** Of a hidden window, by channel; nobody looks, so nothing is serialised. */
  readonly #held = new Map<string, unknown>();

  constructor(options: MainWindowOptions) {
    this.#options = options;
  }

  /** The id that IPC trusts; null while there is no window. */
  get webContentsId(): number | null {
    return this.#window?.webContents.id ?? null;
  }

  get browserWindow(): BrowserWindow | null {
    return this.#window;
  }

  show(): void {
    const window = (this.#window ??= this.#open());
    if (window.isMinimized()) window.restore();
    if (!window.webContents.isLoadingMainFrame()) window.show();
    window.focus();
  }

  /** Nothing is sent, and nothing serialised, when no page is there to listen. */
  send(channel: string, payload: unknown): void {
    const contents = this.#window?.webContents;
    if (contents === undefined || contents.isDestroyed() || contents.isLoadingMainFrame()) return;
    if (!this.#isSeen()) {
      if (!this.#options.isDelta(channel)) this.#held.set(channel, payload);
      return;
    }
    contents.send(channel, payload);
  }

  #isSeen(): boolean {
    return this.#window?.isVisible() === true && !this.#window.isMinimized();
  }

  /** The window is seen again: the newest word of each channel that spoke meanwhile. */
  #sendHeld(): void {
    const held = [...this.#held];
    this.#held.clear();
    for (const [channel, payload] of held) this.send(channel, payload);
  }

  /** At once when the page is there, else when it has come. */
  whenLoaded(then: () => void): void {
    const contents = this.#window?.webContents;
    if (contents?.isLoadingMainFrame() === true) contents.once('did-finish-load', then);
    else then();
  }

  dispose(): void {
    this.#window?.destroy();
    this.#window = null;
  }

  #open(): BrowserWindow {
    const { preload, icon, onHide, mayClose } = this.#options;
    const bounds = this.#options.bounds();
    const window = new BrowserWindow({
      ...visibleBounds(bounds),
      minWidth: smallest.width,
      minHeight: smallest.height,
      show: false,
      title: 'Switchyard',
      icon,
      // The page's own background, so that no white flashes in the dark.
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#15181c' : '#ffffff',
      webPreferences: {
        preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        navigateOnDragDrop: false,
        spellcheck: false,
      },
    });
    window.removeMenu();
    if (bounds?.maximized === true) window.maximize();
    lockDown(window);
    window.once('ready-to-show', () => {
      window.show();
    });
    window.on('close', (event) => {
      this.#options.saveBounds({ ...window.getNormalBounds(), maximized: window.isMaximized() });
      if (mayClose()) return;
      event.preventDefault();
      onHide(window);
    });
    for (const event of ['show', 'restore'] as const) {
      window.on(event as 'show', () => {
        this.#sendHeld();
      });
    }
    window.on('closed', () => {
      this.#held.clear();
      this.#window = null;
    });
    void window.loadURL(`${windowOrigin}/index.html`);
    return window;
  }
}

/** The page may not go elsewhere, open windows, embed pages or ask for permissions. */
function lockDown(window: BrowserWindow): void {
  const { webContents } = window;
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  webContents.on('will-navigate', (event) => {
    event.preventDefault();
  });
  webContents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  webContents.session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  webContents.session.setPermissionCheckHandler(() => false);
}

/** Where the window was, unless that screen is gone. */
function visibleBounds(bounds: WindowBounds | null): Partial<Rectangle> {
  if (bounds === null) return usual;
  const { x, y, width, height } = bounds;
  if (x === undefined || y === undefined) return { width, height };
  const isVisible = screen.getAllDisplays().some(({ workArea }) => {
    const overlapX = Math.min(x + width, workArea.x + workArea.width) - Math.max(x, workArea.x);
    const overlapY = Math.min(y + height, workArea.y + workArea.height) - Math.max(y, workArea.y);
    return overlapX > 100 && overlapY > 100;
  });
  return isVisible ? { x, y, width, height } : { width, height };
}
