import type { AppStatus } from '../../shared/domain/status.ts';

/** No window is wanted, or there is no display to put one on. */
export function isHeadless(
  parameters: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): boolean {
  if (parameters.includes('--headless') || environment['SWITCHYARD_HEADLESS'] === '1') return true;
  const hasDisplay =
    (environment['DISPLAY'] ?? '') !== '' || (environment['WAYLAND_DISPLAY'] ?? '') !== '';
  return platform === 'linux' && !hasDisplay;
}

export function printHowToReach(status: AppStatus, print: (line: string) => void): void {
  if (status.address === null) {
    print(
      `Switchyard does not listen: ${status.reason?.code ?? ''} ${status.reason?.detail ?? ''}\n`,
    );
    return;
  }
  print(`Switchyard listens on http://${status.address.host}:${status.address.port}\n`);
  print('Point Claude Code at it: eval "$(switchyard env)", then run claude\n');
}
