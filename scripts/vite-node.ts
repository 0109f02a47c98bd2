import { builtinModules } from 'node:module';
import type { UserConfig } from 'vite';

/** Native modules are loaded from node_modules (unpacked in the installed app); everything else is bundled. */
const native = ['electron', 'keytar', 'libsql'];

/** A bundle for Node 20 or Electron's main: no minifier, so that stack traces can be read. */
export function nodeBuild(
  outDir: string,
  input: Record<string, string>,
  format: 'es' | 'cjs',
): UserConfig {
  const external = [...native, ...builtinModules, ...builtinModules.map((name) => `node:${name}`)];
  return {
    logLevel: 'warn',
    build: {
      outDir,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      sourcemap: true,
      ssr: true,
      rolldownOptions: {
        input,
        external,
        output: { format, entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js' },
      },
    },
    ssr: { noExternal: true, external: native },
  };
}
