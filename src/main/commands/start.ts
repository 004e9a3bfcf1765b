import { fromEnvironment } from './from-environment.js';
import { serve } from './serve.js';

/** `watchflow start`: everything, until asked to stop. */
export async function runStart(): Promise<void> {
  await serve({ ...fromEnvironment(), ui: true });
}
