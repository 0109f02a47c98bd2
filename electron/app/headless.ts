import type { AppStatus } from '../../shared/domain/status.ts';

/** No window is wanted, or there is no display to put one on. */
export function isHeadless(
  parameters: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): boolean {
  if (parameters.includes('--headless') || environment['SWITCHYARD_HEADLESS'] === '1') return true;
  return platform === 'linux' && !hasDisplay(environment);
}

/**
 * What to type instead, when Chromium would end the process for want of a display (it reads its switches before any
 * of our code runs, so we can't set this one); null when the start can go on.
 */
export function displayProblem(
  parameters: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string | null {
  const hasPlatform = parameters.some((parameter) => parameter.startsWith('--ozone-platform='));
  if (platform !== 'linux' || hasPlatform || hasDisplay(environment)) return null;
  return 'There is no display. Add --ozone-platform=headless, or run the gateway alone: switchyard serve --config FILE\n';
}

function hasDisplay(environment: Readonly<Record<string, string | undefined>>): boolean {
  return (environment['DISPLAY'] ?? '') !== '' || (environment['WAYLAND_DISPLAY'] ?? '') !== '';
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
