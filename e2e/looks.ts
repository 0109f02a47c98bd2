import type { Page } from 'playwright/test';
import type { Language } from '../shared/domain/preferences.ts';
import { callApi, type RunningApp } from './launch.ts';
import { layoutFaults } from './layout.ts';
import { expect } from './test.ts';

/** How a picture is taken: the whole cross of languages and themes, and each language in the smallest window. */
export interface Look {
  readonly language: Language;
  readonly theme: 'light' | 'dark';
  readonly size: 'usual' | 'small';
}

const sizes = { usual: { width: 1280, height: 832 }, small: { width: 960, height: 600 } } as const;
const languages = ['en', 'ko', 'ar'] as const;

export const looks: readonly Look[] = [
  ...languages.map((language) => ({ language, theme: 'light', size: 'usual' }) as const),
  ...languages.map((language) => ({ language, theme: 'dark', size: 'usual' }) as const),
  ...languages.map((language) => ({ language, theme: 'light', size: 'small' }) as const),
];

/** Each language once; English at last, so that a test goes on in it. */
export const languagesOnce: readonly Look[] = [
  { language: 'ko', theme: 'light', size: 'usual' },
  { language: 'ar', theme: 'dark', size: 'usual' },
  { language: 'en', theme: 'light', size: 'usual' },
];

export async function wear({ app, window }: RunningApp, look: Look): Promise<void> {
  const { language, theme, size } = look;
  await callApi(window, 'preferences', 'set', { language, theme });
  await expect(window.locator('html')).toHaveAttribute('lang', language);
  await expect(window.locator('html')).toHaveAttribute('data-theme', theme);
  await app.evaluate(({ BrowserWindow }, wanted) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(wanted.width, wanted.height);
  }, sizes[size]);
  await expect.poll(() => window.evaluate(() => innerWidth)).toBe(sizes[size].width);
}

type Picture = (window: Page, name: string) => Promise<void>;

/** What stands there now, in each language once; the window is English and light again after it. */
export async function pictureInEachLanguage(
  running: RunningApp,
  picture: Picture,
  name: string,
): Promise<void> {
  for (const look of languagesOnce) {
    await wear(running, look);
    await picture(running.window, `${name}.${look.language}.${look.theme}`);
  }
}

export async function shrink(running: RunningApp): Promise<void> {
  await wear(running, { language: 'en', theme: 'light', size: 'small' });
}

/** Takes the pictures of one test, and at its end says what is wrong in them: each fault once, with where it was seen. */
export class Judge {
  readonly #running: RunningApp;
  readonly #picture: Picture;
  readonly #faults = new Map<string, string[]>();

  constructor(running: RunningApp, picture: Picture) {
    this.#running = running;
    this.#picture = picture;
  }

  async see(name: string, { language, theme, size }: Look): Promise<void> {
    const { window } = this.#running;
    const full = [name, language, theme, ...(size === 'small' ? [size] : [])].join('.');
    // A pointer that rests on something would wash it.
    await window.mouse.move(1, 1);
    await this.#picture(window, full);
    for (const fault of await layoutFaults(window))
      this.#faults.set(fault, [...(this.#faults.get(fault) ?? []), full]);
  }

  verdict(): void {
    const found = [...this.#faults].map(
      ([fault, where]) => `${fault}  [in ${String(where.length)}: ${where.slice(0, 3).join(', ')}]`,
    );
    expect(found).toEqual([]);
  }
}
