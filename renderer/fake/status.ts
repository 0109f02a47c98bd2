import { storeWorking, type AppStatus } from '../../shared/domain/status.ts';

export function fakeStatus(now: number): AppStatus {
  return {
    routing: 'on',
    reason: null,
    address: { host: '127.0.0.1', port: 3456 },
    since: new Date(now).setHours(8, 12, 0, 0),
    activeProfile: 'hybrid',
    profiles: [
      { id: 'hybrid', name: 'Hybrid' },
      { id: 'local', name: 'Only my machines' },
      { id: 'native', name: 'Anthropic only' },
    ],
    baselineModel: 'claude-sonnet-4-6',
    keychain: 'ready',
    today: {
      requests: 412,
      failed: 3,
      blocked: 2,
      streaming: 3,
      unpriced: 0,
      estimated: 2,
      spentNanoUsd: 3_740_000_000,
      baselineNanoUsd: 8_540_000_000,
      savedNanoUsd: 4_800_000_000,
    },
    lastError: { exchangeId: 'sy_995', at: now - 54_000, model: 'glm-5.2', outcome: 'cut' },
    recentFolders: ['/home/ana/src/atlas', '/home/ana/src/docs-site', '/home/ana/work/halcyon'],
    practiceOnly: false,
    store: storeWorking,
    version: '0.1.0',
  };
}
