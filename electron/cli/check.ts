import { presets } from '../../shared/catalog/index.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import { resolveProvider } from '../../shared/domain/resolve-provider.ts';
import type { Profile } from '../../shared/domain/rule.ts';
import { unreachableRules } from '../../shared/domain/rule-reach.ts';
import { wires } from '../wire/index.ts';
import { OK, loadConfiguration, readOptions } from './command.ts';
import type { CommandIo } from './command.ts';
import { describeRule } from './describe-rule.ts';

export const checkHelp = `Usage: switchyard check --config FILE

Validates the configuration and prints the rules as they will be read. Exit 2 when it is invalid: one line per problem
with its JSON path, what is wrong and what is allowed.
`;

export async function check(args: readonly string[], io: CommandIo): Promise<number> {
  const { config } = readOptions('check', args, { config: { type: 'string' } });
  const configuration = await loadConfiguration('check', config, io.env);
  const { activeProfile, routing, profiles } = configuration;
  io.stdout(`${config ?? ''} is valid. Routing is ${routing ? 'on' : 'off'}.\n`);
  for (const profile of profiles) {
    io.stdout(`\nProfile ${profile.id}${profile.id === activeProfile ? ' (active)' : ''}`);
    io.stdout(`${profile.lock === null ? '' : `, locked: ${profile.lock}`}\n`);
    for (const line of ruleLines(profile)) io.stdout(`${line}\n`);
  }
  const notes = providerNotes(configuration, io.env);
  if (notes.length > 0) io.stdout(`\n${notes.join('\n')}\n`);
  return OK;
}

function ruleLines(profile: Profile): readonly string[] {
  const dead = new Map(unreachableRules(profile).map((rule) => [rule.index, rule.by]));
  const lines = profile.rules.map((rule, index) => {
    const shadow = dead.get(index);
    const marks = [
      ...(rule.enabled ? [] : ['[off]']),
      ...(shadow === undefined ? [] : [unreachable(shadow)]),
    ];
    const name = rule.name === undefined ? '' : ` "${rule.name}"`;
    return [`  ${index + 1}. ${rule.id}${name}: ${describeRule(rule)}`, ...marks].join('  ');
  });
  return [...lines, '  otherwise: native (Anthropic, with the client’s own login)'];
}

function unreachable(by: string | null): string {
  return by === null
    ? '[unreachable: its conditions exclude each other]'
    : `[unreachable: rule "${by}" takes all of it]`;
}

/** Not wrong in the file, but worth knowing before it runs. */
function providerNotes(configuration: Configuration, env: CommandIo['env']): readonly string[] {
  return configuration.providers.flatMap((provider) => {
    const resolved = resolveProvider(provider, presets);
    if (!resolved.ok) return [];
    const { id, wire, keys } = resolved.value;
    const spoken = wire === 'anthropic-messages' || wires[wire] !== undefined;
    return [
      ...(spoken ? [] : [`note: ${id}: the wire ${wire} is not in this version yet`]),
      ...keys.flatMap((key) =>
        key.env === undefined || (env[key.env] ?? '') !== ''
          ? []
          : [`note: ${id}: ${key.env} is not set here (key ${key.id})`],
      ),
    ];
  });
}
