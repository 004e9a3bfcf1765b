// node scripts/chaos.mjs [--rounds N] [--seed S] [--json]: kills parts of a running watchflow, see tests/chaos.
import { register } from 'node:module';

register('../tests/support/typescript-loader.mjs', import.meta.url);
const { runChaosCommand } = await import('../tests/chaos/chaos-command.ts');
await runChaosCommand(process.argv.slice(2));
