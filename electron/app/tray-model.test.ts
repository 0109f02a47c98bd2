import { expect, test } from 'vitest';
import { storeWorking, type AppStatus } from '../../shared/domain/status.ts';
import { trayModel, type TrayItem } from './tray-model.ts';

const status: AppStatus = {
  routing: 'on',
  reason: null,
  address: { host: '127.0.0.1', port: 3456 },
  since: 0,
  activeProfile: 'hybrid',
  profiles: [
    { id: 'hybrid', name: 'Hybrid' },
    { id: 'native', name: 'Native' },
  ],
  keychain: 'ready',
  today: {
    requests: 40,
    failed: 1,
    blocked: 0,
    streaming: 0,
    unpriced: 0,
    spentNanoUsd: 3_740_000_000,
    baselineNanoUsd: 8_540_000_000,
    savedNanoUsd: 4_800_000_000,
  },
  lastError: {
    exchangeId: 'x1',
    at: Date.UTC(2026, 10, 21, 14, 30),
    model: 'glm-5.2',
    outcome: 'cut',
  },
  recentFolders: ['/home/ada/src/atlas', '/opt/halcyon'],
  baselineModel: 'claude-sonnet-4-6',
  practiceOnly: false,
  store: storeWorking,
  version: '0.1.0',
};
const context = { language: 'en', homeFolder: '/home/ada', timeZone: 'UTC' } as const;

function lines(items: readonly TrayItem[], indent = ''): readonly string[] {
  return items.flatMap((item) => {
    if (item.kind === 'separator') return [`${indent}---`];
    const mark = 'checked' in item ? (item.checked ? '[x] ' : '[ ] ') : '';
    const grey = item.kind === 'text' ? ' (grey)' : '';
    return [
      `${indent}${mark}${item.label}${grey}`,
      ...(item.kind === 'submenu' ? lines(item.items, `${indent}  `) : []),
    ];
  });
}

test('the menu holds everything in the order of the design', () => {
  expect(lines(trayModel(status, context).items)).toEqual([
    '[x] Routing on 127.0.0.1:3456',
    '---',
    'Launch Claude via router',
    '  ~/src/atlas',
    '  /opt/halcyon',
    '  ---',
    '  Choose folder…',
    'Profile',
    '  [x] Hybrid',
    '  [ ] Native',
    '---',
    'Today $3.74 · saved $4.80 vs Sonnet (grey)',
    '14:30 glm-5.2 cut',
    '---',
    'Open Switchyard',
    'Settings…',
    '---',
    'Quit and put files back',
  ]);
});

test('a failed start says why, unchecked, and offers to try again', () => {
  const model = trayModel(
    {
      ...status,
      routing: 'error',
      address: null,
      reason: { code: 'port-in-use', detail: '3456' },
      lastError: null,
    },
    context,
  );
  expect(model.icon).toBe('error');
  expect(model.tooltip).toContain('Switchyard: Routing failed\nport 3456 is in use');
  expect(model.items[0]).toMatchObject({
    label: 'Routing failed',
    checked: false,
    enabled: true,
    action: { type: 'set-routing', on: true },
  });
  expect(lines(model.items)[1]).toBe('port 3456 is in use (grey)');
});

test('what was saved names the model that it is counted against', () => {
  const model = trayModel({ ...status, baselineModel: 'claude-opus-4-8' }, context);
  expect(lines(model.items)).toContain('Today $3.74 · saved $4.80 vs opus-4-8 (grey)');
});

test('degraded is still on: the click turns it off', () => {
  const model = trayModel({ ...status, routing: 'degraded' }, context);
  expect(model.items[0]).toMatchObject({
    checked: true,
    action: { type: 'set-routing', on: false },
  });
});

test.each([
  [{ requests: 0 }, 'Today: no requests yet'],
  [{ unpriced: 3 }, 'Today $3.74 · 3 unpriced'],
  [{ savedNanoUsd: -220_000_000 }, 'Today $3.74 · saved −$0.22 vs Sonnet'],
  [{ savedNanoUsd: 0 }, 'Today $3.74'],
])('the line of today for %o', (change, line) => {
  const model = trayModel({ ...status, today: { ...status.today, ...change } }, context);
  expect(lines(model.items)).toContain(`${line} (grey)`);
});

test.each(['ko', 'ar'] as const)('in %s every place is filled', (language) => {
  const text = lines(trayModel(status, { ...context, language }).items).join('\n');
  expect(text).not.toMatch(/\{\w+\}/);
  expect(text).toContain('$4.80');
  expect(text).toContain('14:30');
});
