import type { LaunchConflict } from '../../shared/domain/launch.ts';
import type { Machine } from '../base/app-directories.ts';
import { readClaudeSettings } from './claude-settings.ts';

/** Send the client elsewhere whatever the base address says. */
const cloudSwitches = [
  'CLAUDE_CODE_USE_BEDROCK',
  'CLAUDE_CODE_USE_VERTEX',
  'CLAUDE_CODE_USE_FOUNDRY',
];
const ours = ['ANTHROPIC_BASE_URL', 'ANTHROPIC_CUSTOM_HEADERS'];

/**
 * What of the user's would stand against a launch. A `--settings` file beats environment, project and user settings,
 * so those are only told; managed settings beat ours, and a cloud switch makes the client ignore any base address.
 */
export async function findConflicts(
  machine: Machine,
  folder: string,
): Promise<readonly LaunchConflict[]> {
  const found: LaunchConflict[] = [];
  const note = (name: string, where: string, wins: boolean): void => {
    if (cloudSwitches.includes(name)) found.push({ name, where, effect: 'overrides-launch' });
    else if (ours.includes(name)) {
      found.push({ name, where, effect: wins ? 'overrides-launch' : 'overridden-by-launch' });
    }
  };
  for (const [name, value] of Object.entries(machine.env)) {
    if (value !== undefined && value !== '') note(name, 'environment', false);
  }
  for (const { source, file, envNames } of await readClaudeSettings(machine, folder)) {
    for (const name of envNames) note(name, file, source === 'managed');
  }
  return found;
}
