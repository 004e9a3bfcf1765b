// node scripts/record-histories.mjs [scenario …]: records replay histories, see tests/support/replay/scenarios.ts.
import { register } from 'node:module';

register('../tests/support/typescript-loader.mjs', import.meta.url);
const { recordScenarios } = await import('../tests/support/replay/record-scenarios.ts');
await recordScenarios(process.argv.slice(2), (line) => {
  process.stdout.write(`${line}\n`);
});
