import { frame } from '../../../shared/i18n/frame.ts';
import { har } from '../../../shared/i18n/har.ts';
import { palette } from '../../../shared/i18n/palette.ts';
import { replay as replayWords } from '../../../shared/i18n/replay.ts';
import { settled, useApi } from '../../bridge.ts';
import { useMessages } from '../../i18n.tsx';
import { useHar, useNavigation, useProviders, useStatus } from '../../stores/context.tsx';
import { pageIds } from '../../stores/navigation.ts';
import type { Command } from './commands.ts';

/** Everything that the palette can do now. */
export function useCommands(): readonly Command[] {
  return [
    ...useActions(),
    ...usePages(),
    ...useProfiles(),
    ...useFolders(),
    ...useProviderCommands(),
  ];
}

function useActions(): readonly Command[] {
  const t = useMessages(palette);
  const api = useApi();
  const status = useStatus((state) => state.status);
  const setRouting = useStatus((state) => state.setRouting);
  const r = useMessages(replayWords);
  const h = useMessages(har);
  const openHar = useHar((state) => state.open);
  const { go, open, replay } = useNavigation((state) => state);
  const isOn = status !== null && ['on', 'degraded', 'starting'].includes(status.routing);
  const actions: Command[] = [
    {
      id: 'routing',
      group: 'actions',
      icon: 'power',
      label: isOn ? t('turnOff') : t('turnOn'),
      also: 'routing',
      run: () => void setRouting(!isOn),
    },
  ];
  const address = status?.address ?? null;
  if (address !== null) {
    const text = `http://${address.host}:${address.port}`;
    actions.push({
      id: 'copy',
      group: 'actions',
      icon: 'copy',
      label: t('copyAddress'),
      also: text,
      run: () => void settled(api.app.copyText({ text })),
    });
  }
  actions.push(
    {
      id: 'add-provider',
      group: 'actions',
      icon: 'plus',
      label: t('addProvider'),
      also: 'add provider key',
      run: () => go('providers'),
    },
    {
      id: 'replay',
      group: 'actions',
      icon: 'redo',
      label: r('pasteCommand'),
      also: 'replay send again paste',
      run: () => replay(null),
    },
    {
      id: 'open-har',
      group: 'actions',
      icon: 'live',
      label: h('open'),
      also: 'har import file open',
      run: () => {
        go('live');
        void openHar();
      },
    },
    {
      id: 'first-run',
      group: 'actions',
      icon: 'book',
      label: t('firstRun'),
      also: 'first run',
      run: () => open('first-run'),
    },
  );
  return actions;
}

function usePages(): readonly Command[] {
  const f = useMessages(frame);
  const go = useNavigation((state) => state.go);
  return pageIds.map((id) => ({
    id: `page-${id}`,
    group: 'pages',
    icon: id,
    label: f(id),
    also: id,
    run: () => go(id),
  }));
}

function useProfiles(): readonly Command[] {
  const t = useMessages(palette);
  const status = useStatus((state) => state.status);
  const setProfile = useStatus((state) => state.setProfile);
  return (status?.profiles ?? []).map(({ id, name }) => ({
    id: `profile-${id}`,
    group: 'profiles',
    icon: 'routes',
    label: t('useProfile', { name }),
    also: id,
    ...(id === status?.activeProfile ? { note: t('current') } : {}),
    run: () => void setProfile(id),
  }));
}

function useFolders(): readonly Command[] {
  const t = useMessages(palette);
  const folders = useStatus((state) => state.status?.recentFolders);
  const launch = useNavigation((state) => state.launch);
  const recent: Command[] = (folders ?? []).map((folder) => ({
    id: `folder-${folder}`,
    group: 'folders',
    icon: 'terminal',
    label: t('launchIn', { folder }),
    also: 'launch',
    run: () => launch(folder),
  }));
  return [
    ...recent,
    {
      id: 'folder-choose',
      group: 'folders',
      icon: 'folder',
      label: t('launchChoose'),
      also: 'launch',
      run: () => launch(null),
    },
  ];
}

function useProviderCommands(): readonly Command[] {
  const t = useMessages(palette);
  const views = useProviders((state) => state.views);
  const test = useProviders((state) => state.test);
  const go = useNavigation((state) => state.go);
  return views.flatMap((view): Command[] => {
    const { name } = view.resolved;
    const show = (): void => go('providers', { providerId: view.id });
    return [
      {
        id: `provider-${view.id}`,
        group: 'providers',
        icon: 'providers',
        label: t('openProvider', { name }),
        also: view.id,
        run: show,
      },
      {
        id: `test-${view.id}`,
        group: 'providers',
        icon: 'redo',
        label: t('testProvider', { name }),
        also: 'test',
        run: () => {
          show();
          void test(view.id, null);
        },
      },
    ];
  });
}
