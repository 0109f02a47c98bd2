import { join } from 'node:path';
import {
  Menu,
  nativeImage,
  nativeTheme,
  Tray,
  type MenuItemConstructorOptions,
  type NativeImage,
} from 'electron';
import type { Disposable } from '../../shared/base/disposable.ts';
import type { RoutingState } from '../../shared/domain/status.ts';
import type { TrayAction, TrayItem, TrayModel } from './tray-model.ts';

export interface TrayView extends Disposable {
  show(model: TrayModel): void;
}

/** The model on the desktop's tray. The menu is exported anew after each change: Linux keeps showing the old one else. */
export function createTray(iconFolder: string, act: (action: TrayAction) => void): TrayView {
  const tray = new Tray(trayImage(iconFolder, 'starting'));
  let shown: TrayModel | null = null;
  let shownText = '';
  const show = (model: TrayModel): void => {
    const text = JSON.stringify(model);
    if (text === shownText) return;
    if (model.icon !== shown?.icon) tray.setImage(trayImage(iconFolder, model.icon));
    shown = model;
    shownText = text;
    tray.setToolTip(model.tooltip);
    tray.setContextMenu(
      Menu.buildFromTemplate(model.items.map((item) => menuItem(item, act, () => refresh()))),
    );
  };
  // A click has already flipped the native check mark; the menu must show the truth again, whatever came of the click.
  const refresh = (): void => {
    const model = shown;
    if (model === null) return;
    shownText = '';
    show(model);
  };
  const onTheme = (): void => {
    if (shown !== null) tray.setImage(trayImage(iconFolder, shown.icon));
  };
  nativeTheme.on('updated', onTheme);
  // Linux shows the context menu on every click; elsewhere a click opens the window.
  if (process.platform === 'win32')
    tray.on('click', () => {
      act({ type: 'open' });
    });
  return {
    show,
    dispose: () => {
      nativeTheme.off('updated', onTheme);
      tray.destroy();
    },
  };
}

function menuItem(
  item: TrayItem,
  act: (action: TrayAction) => void,
  refresh: () => void,
): MenuItemConstructorOptions {
  switch (item.kind) {
    case 'separator':
      return { type: 'separator' };
    case 'text':
      return { label: item.label, enabled: false };
    case 'submenu':
      return {
        label: item.label,
        submenu: item.items.map((child) => menuItem(child, act, refresh)),
      };
    case 'action':
      return {
        label: item.label,
        click: () => {
          act(item.action);
        },
      };
    case 'checkbox':
    case 'radio':
      return {
        type: item.kind,
        label: item.label,
        checked: item.checked,
        enabled: item.enabled,
        click: () => {
          refresh();
          act(item.action);
        },
      };
  }
}

function trayImage(folder: string, state: RoutingState): NativeImage {
  const variant = process.platform === 'darwin' ? 'template' : isBarDark() ? 'dark' : 'light';
  const base = process.platform === 'linux' ? 22 : 16;
  const image = nativeImage.createFromPath(join(folder, `tray-${state}-${variant}-${base}.png`));
  const double = nativeImage.createFromPath(
    join(folder, `tray-${state}-${variant}-${base * 2}.png`),
  );
  image.addRepresentation({
    scaleFactor: 2,
    width: base * 2,
    height: base * 2,
    buffer: double.toPNG(),
  });
  if (process.platform === 'darwin') image.setTemplateImage(true);
  return image;
}

/** GNOME's bar is dark whatever the theme; the others follow the system's theme. */
function isBarDark(): boolean {
  if (process.platform === 'linux' && /gnome|unity/i.test(process.env['XDG_CURRENT_DESKTOP'] ?? ''))
    return true;
  // Absent before Electron 36.
  const system = (nativeTheme as { shouldUseDarkColorsForSystemIntegratedUI?: boolean })
    .shouldUseDarkColorsForSystemIntegratedUI;
  return system ?? nativeTheme.shouldUseDarkColors;
}
