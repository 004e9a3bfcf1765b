// A process that takes up jobs and never ends one; a test kills it. Says on stdout what it began.
import { register } from 'node:module';

register('./typescript-loader.mjs', import.meta.url);
const { doomedJobWorker } = await import('./doomed-job-worker.ts');
await doomedJobWorker(JSON.parse(process.argv[2]));
