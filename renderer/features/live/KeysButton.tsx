import type { ReactNode } from 'react';
import { liveKeys } from '../../../shared/i18n/live-keys.ts';
import { useMessages } from '../../i18n.tsx';
import { PopoverButton } from '../../ui/Popover.tsx';

/** Keys of the page, as they are handled in the grid, the page and the filter. */
const keys = [
  [['↑', '↓', 'J', 'K'], 'keysMove'],
  [['PgUp', 'PgDn', 'Home', 'End'], 'keysPage'],
  [['Shift ↑', 'Shift ↓'], 'keysExtend'],
  [['Ctrl A'], 'keysAll'],
  [['Enter'], 'keysOpen'],
  [['Esc'], 'keysClose'],
  [['Ctrl [', 'Ctrl ]'], 'keysPanes'],
  [['←', '→'], 'keysFold'],
  [['Ctrl F'], 'keysFilter'],
  [['Ctrl L'], 'keysClear'],
  [['P'], 'keysPause'],
  [['R'], 'keysReplay'],
  [['G'], 'keysGroup'],
  [['.'], 'keysCancel'],
  [['Alt ←', 'Alt →'], 'keysMoveColumn'],
  [['Shift ←', 'Shift →'], 'keysSizeColumn'],
  [['?'], 'keysHelp'],
] as const;

export function KeysButton(): ReactNode {
  const t = useMessages(liveKeys);
  return (
    <PopoverButton icon="keyboard" label={t('keys')}>
      {() => (
        <dl className="live-keys xs">
          {keys.map(([pressed, words]) => (
            <div key={words}>
              <dt className="row g1">
                {pressed.map((key) => (
                  <kbd key={key} className="kbd" dir="ltr">
                    {key}
                  </kbd>
                ))}
              </dt>
              <dd>{t(words)}</dd>
            </div>
          ))}
        </dl>
      )}
    </PopoverButton>
  );
}
