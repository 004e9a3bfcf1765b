export default async function globalTeardown() {
  await globalThis.watchflowTestServices?.close();
  delete globalThis.watchflowTestServices;
  delete process.env.WATCHFLOW_TEST_SERVICES;
}
