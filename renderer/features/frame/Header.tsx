import { useId } from 'react';
import type { ReactNode } from 'react';
import type { AppStatus, RoutingState } from '../../../shared/domain/status.ts';
import { frame } from '../../../shared/i18n/frame.ts';
import { settled, useApi } from '../../bridge.ts';
import { useMessages } from '../../i18n.tsx';
import { useNavigation, useStatus } from '../../stores/context.tsx';
import { classes } from '../../ui/classes.ts';
import { CopyButton } from '../../ui/Copy.tsx';
import type { MenuItem } from '../../ui/Menu.tsx';
import { RoutingMark } from '../../ui/RoutingMark.tsx';
import { Select } from '../../ui/Select.tsx';
import { SplitButton } from '../../ui/SplitButton.tsx';
import { State } from '../../ui/State.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { Mono } from '../../ui/Values.tsx';
import { isSwitchOn, shownRouting } from './selectors.ts';
import { shortcutText } from './shortcuts.ts';

/** Always there, same place, on every page. */
export function Header(): ReactNode {
  const status = useStatus((state) => state.status);
  return (
    <header className="head">
      {status === null ? null : (
        <>
          <RoutingSwitch status={status} />
          <span className="sep" />
          <ProfilePick status={status} />
          <Address status={status} />
          <span className="grow" />
          <LaunchButton status={status} />
        </>
      )}
    </header>
  );
}

const routingWords = {
  off: 'routingOff',
  starting: 'routingStarting',
  on: 'routingOn',
  degraded: 'routingDegraded',
  error: 'routingError',
} as const satisfies Record<RoutingState, string>;

function RoutingSwitch(props: { readonly status: AppStatus }): ReactNode {
  const { routing, reason } = props.status;
  const t = useMessages(frame);
  const pending = useStatus((state) => state.pendingRouting);
  const refusal = useStatus((state) => state.refusal);
  const setRouting = useStatus((state) => state.setRouting);
  const wordId = useId();
  const shown = shownRouting(routing, pending);
  const word = pending === false ? t('routingStopping') : t(routingWords[shown]);
  const why = refusal ?? reason?.detail ?? null;
  return (
    <div className="row switch-word">
      <Switch
        checked={isSwitchOn(routing, pending)}
        pending={pending !== null}
        onChange={(on) => void setRouting(on)}
        labelledBy={wordId}
        title={shortcutText('R', true)}
      />
      <span
        id={wordId}
        className={classes('row g2 b', shown === 'error' && 'bad')}
        title={why ?? undefined}
      >
        <RoutingMark state={shown} />
        {word}
      </span>
      {refusal === null ? null : (
        <span className="refusal cut" role="alert" title={refusal}>
          <State glyph="bad">{refusal}</State>
        </span>
      )}
    </div>
  );
}

function ProfilePick(props: { readonly status: AppStatus }): ReactNode {
  const t = useMessages(frame);
  const setProfile = useStatus((state) => state.setProfile);
  return (
    <Select
      label={t('profile')}
      showLabel
      value={props.status.activeProfile}
      options={props.status.profiles.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(profileId) => void setProfile(profileId)}
    />
  );
}

function Address(props: { readonly status: AppStatus }): ReactNode {
  const t = useMessages(frame);
  const api = useApi();
  const { address } = props.status;
  if (address === null) {
    return (
      <span className="xs t2 nowrap">
        <Mono>127.0.0.1:—</Mono>
      </span>
    );
  }
  const text = `${address.host}:${address.port}`;
  const copy = async (): Promise<boolean> =>
    (await settled(api.app.copyText({ text: `http://${text}` }))).ok;
  return (
    <span className="row g1 xs t2 nowrap">
      <Mono>{text}</Mono>
      <CopyButton
        iconOnly
        size="small"
        copy={copy}
        label={t('copyAddress')}
        copiedLabel={t('copied')}
      />
    </span>
  );
}

function LaunchButton(props: { readonly status: AppStatus }): ReactNode {
  const t = useMessages(frame);
  const launch = useNavigation((state) => state.launch);
  const { address, recentFolders } = props.status;
  const items: MenuItem[] = recentFolders.map((folder) => ({
    id: folder,
    icon: 'folder',
    label: <Mono title={folder}>{folder}</Mono>,
    onSelect: () => launch(folder),
  }));
  items.push({
    id: 'choose',
    label: t('chooseFolder'),
    onSelect: () => launch(null),
    separatorBefore: items.length > 0,
  });
  return (
    <SplitButton
      icon="terminal"
      items={items}
      menuLabel={t('chooseFolderToLaunch')}
      menuHeading={t('recentFolders')}
      title={shortcutText('L', true)}
      disabledReason={address === null ? t('launchNeedsGateway') : null}
      onClick={() => launch(recentFolders[0] ?? null)}
    >
      {t('launchClaude')}
    </SplitButton>
  );
}
