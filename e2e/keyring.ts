import { execFileSync } from 'node:child_process';

/** What the private keyring of this run holds for an account of ours; empty when nothing. Read from outside the app. */
export function readKeyring(account: string): string {
  const script = `require('keytar').getPassword('switchyard', ${JSON.stringify(account)}).then((s) => process.stdout.write(s ?? ''))`;
  return execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', timeout: 10_000 });
}
