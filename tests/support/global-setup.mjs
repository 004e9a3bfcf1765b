import { register } from 'node:module';

/** Opens the door to what test files share; whatever nobody asks for is never started. Jest transforms none of this. */
export default async function globalSetup() {
  if (process.env.WATCHFLOW_TEST_SERVICES !== undefined) return; // another project of this run was first
  register('./typescript-loader.mjs', import.meta.url);
  const { openTestServices } = await import('./test-services.ts');
  globalThis.watchflowTestServices = await openTestServices();
  process.env.WATCHFLOW_TEST_SERVICES = globalThis.watchflowTestServices.url;
}
