/** Who may import whom (docs/architecture.md). Tests may reach further than the code beside them. */
const notTest = { pathNot: '\\.test\\.tsx?$' };
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    rule(
      'no-circular',
      'Cycles hide a missing concept.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    rule(
      'shared-is-a-leaf',
      'shared/ is used by every process.',
      { path: '^shared/', ...notTest },
      { path: '^(electron|renderer|e2e|scripts)/' },
    ),
    rule(
      'shared-has-no-platform',
      'shared/ runs everywhere.',
      { path: '^shared/', ...notTest },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'shared-imports-only-zod',
      'shared/ is small.',
      { path: '^shared/', ...notTest },
      { path: 'node_modules', pathNot: 'node_modules/(zod|tokenx)/' },
    ),
    rule(
      'wire-is-pure',
      'Translation has no I/O.',
      { path: '^electron/wire/', ...notTest },
      { path: '^electron/', pathNot: '^electron/wire/' },
    ),
    rule(
      'wire-has-no-node',
      'Translation would run in a browser tab.',
      { path: '^electron/wire/', ...notTest },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'electron-api-only-in-shell',
      'Only the shell knows Electron.',
      { path: '^electron/', pathNot: '^electron/(main\\.ts|preload\\.ts|app/|ipc/)|\\.test\\.ts$' },
      { path: 'node_modules/electron/' },
    ),
    rule(
      'shell-only-from-main',
      'Nothing below the shell imports it.',
      {
        path: '^electron/(?!app/|ipc/|main\\.ts|preload\\.ts)',
      },
      { path: '^electron/(app|ipc|main\\.ts)' },
    ),
    rule(
      'gateway-takes-interfaces',
      'Storage, secrets and shell arrive as interfaces.',
      { path: '^electron/gateway/', ...notTest },
      { path: '^electron/(storage|traffic|app|ipc|cli|endpoint-tests|claude-code)/' },
    ),
    rule(
      'renderer-not-electron',
      'The window talks through the contract.',
      { path: '^renderer/' },
      { path: '^electron/|node_modules/electron/' },
    ),
    rule(
      'renderer-no-node',
      'The window is sandboxed.',
      { path: '^renderer/', ...notTest },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'ui-is-plain',
      'ui/ and format/ know no state.',
      { path: '^renderer/(ui|format)/', ...notTest },
      { path: '^renderer/(stores|features|bridge)' },
    ),
    rule(
      'features-apart',
      'A feature does not reach into another.',
      { path: '^renderer/features/([^/]+)/' },
      { path: '^renderer/features/', pathNot: '^renderer/features/$1/' },
    ),
    rule(
      'not-to-tests',
      'Code does not import tests.',
      { pathNot: '\\.test\\.tsx?$' },
      { path: '\\.test\\.tsx?$' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|release|\\.cache)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.renderer.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
