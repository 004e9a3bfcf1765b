import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import type { Logger } from '../platform/lib/logger.js';
import { failureConverterPath } from './data-converter.js';
import { toTemporalLogger } from './temporal-log.js';

export interface BundleWorkflowsOptions {
  /** Absolute path of the file that exports the workflows. */
  readonly workflowsPath: string;
  /** Absolute path of the bundle to write; its folder is made. */
  readonly outFile: string;
  /** True for the bundle of workers with a payload codec: failures inside workflows are encoded as well. */
  readonly encoded: boolean;
  readonly log: Logger;
}

/** Builds the workflow code once, so that a worker starts without webpack. Takes about 3 s. */
export async function bundleWorkflows(options: BundleWorkflowsOptions): Promise<void> {
  const { workflowsPath, outFile, encoded, log } = options;
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    logger: toTemporalLogger(log),
    ...(encoded ? { failureConverterPath } : {}),
  });
  await mkdir(dirname(outFile), { recursive: true });
  await writeFile(outFile, code);
}

/** Where the build puts a bundle. The encoded one is for workers with a payload codec. */
export const bundleFile = (folder: string, encoded: boolean): string =>
  join(folder, encoded ? 'workflow-bundle.encoded.js' : 'workflow-bundle.js');
