// npm run build [-- cli main preload renderer]
import { build } from './lib/build.mjs';

const names = process.argv.slice(2);
await build(names.length > 0 ? names : undefined);
