import { existsSync } from 'node:fs';
import { Command, Option } from 'commander';
import { syncModes } from '../areas/history/index.js';
import { exportFormats, exportKinds, importFormats } from '../areas/portable/index.js';
import { InputError, messageOf } from '../platform/lib/errors.js';
import { version } from './compose/version.js';
import { runApi } from './commands/api.js';
import { runBackup } from './commands/backup/backup.js';
import { runRestore } from './commands/backup/restore.js';
import { runDoctorCommand } from './commands/doctor.js';
import { runCreateKey, runListKeys, runRevokeKey, runRotateKey } from './commands/accounts/keys.js';
import { runExport } from './commands/data/export.js';
import { runImport } from './commands/data/import.js';
import { runIdMapStatus, runRefreshIdMap, runRollBackIdMap } from './commands/id-map.js';
import { runMatch } from './commands/match.js';
import { runMigrate } from './commands/migrate.js';
import { runOpenApi } from './commands/openapi.js';
import { runRotateKeys } from './commands/rotate-keys.js';
import { runSetupLink } from './commands/accounts/setup-link.js';
import {
  runListSchedules,
  runPauseSchedules,
  runReconcileSchedules,
  runResumeSchedules,
} from './commands/schedules.js';
import { runStart } from './commands/start.js';
import { runSync } from './commands/sync.js';
import { runUndo } from './commands/undo.js';
import { runWorker } from './commands/worker.js';

// The `watchflow` command line. Results go to stdout, everything else to stderr.

if (existsSync('.env')) process.loadEnvFile('.env');

const program = new Command('watchflow')
  .description('Keeps watch trackers in step: Trakt history to Bangumi, durably.')
  .version(version)
  .showHelpAfterError();

program
  .command('start')
  .description('run everything in this process until Ctrl-C')
  .action(runStart);
program
  .command('api')
  .description('run only the API, beside workers of their own (DATABASE_URL, TEMPORAL_ADDRESS)')
  .action(runApi);
program
  .command('worker')
  .description('run only workflows and activities (DATABASE_URL, TEMPORAL_ADDRESS)')
  .action(runWorker);
program
  .command('sync')
  .description('run one sync of the first user against the configured services')
  .option('--once', 'end after it (always so; kept for clarity)')
  .option('--json', 'print the report as one JSON object')
  .option('--dry-run', 'only work out what it would do, and write nothing')
  .addOption(
    new Option('--mode <mode>', 'normal: what changed; full: the whole history')
      .choices(syncModes)
      .default('normal'),
  )
  .action(runSync);
program
  .command('undo')
  .argument('<run>', 'its id, as the sync printed it or GET /api/v1/runs lists it')
  .description('take back what a run set on Bangumi, and wait for it')
  .option('--user <name>', 'whose; the first user unless told otherwise')
  .option('--json', 'print the report as one JSON object')
  .action(runUndo);
program
  .command('match')
  .description('run a file of matching cases against the engine, its pool served as Bangumi')
  .requiredOption('--cases <file>', 'the cases and their pool of subjects, as JSON')
  .option('--json', 'print the report as one JSON object')
  .option('--alternates', 'also the other numberings of each case, as cases of their own')
  .addOption(
    new Option('--id-map <which>', "packaged: the one that comes along; pool: the pool's own keys")
      .choices(['packaged', 'pool'])
      .default('pool'),
  )
  .action(runMatch);
program
  .command('import')
  .argument('<file>')
  .description('take in plays from Trakt’s export, CSV or an export of watchflow')
  .option('--user <name>', 'whose; the first user unless told otherwise')
  .addOption(
    new Option('--format <format>', 'auto: by what the file holds')
      .choices(importFormats)
      .default('auto'),
  )
  .option('--time-zone <zone>', 'of times that name no zone; as in the settings unless given')
  .option('--keep-good', 'take the good rows in, although others have faults')
  .option('--dry-run', 'only tell what would be taken in')
  .option('--json', 'print what came of it as one JSON object')
  .action(runImport);
program
  .command('export')
  .description('everything a person has, but for secrets; to stdout')
  .option('--user <name>', 'whose; the first user unless told otherwise')
  .addOption(
    new Option('--format <format>', 'jsonl: the import takes it; csv: one kind as a table')
      .choices(exportFormats)
      .default('jsonl'),
  )
  .addOption(
    new Option('--what <kind>', 'one kind, or all').choices([...exportKinds, 'all']).default('all'),
  )
  .option('--output <file>', 'write it there')
  .action(runExport);
program
  .command('setup-link')
  .description('print a link to choose name and password; earlier ones no longer work')
  .option('--user <name>', 'whose; the first user unless told otherwise')
  .action(runSetupLink);

const keys = program
  .command('keys')
  .description('API keys; beside a running watchflow or without one');
const whose = ['--user <name>', 'whose; the first user unless told otherwise'] as const;
keys
  .command('list')
  .option(...whose)
  .action(runListKeys);
keys
  .command('create')
  .description('make one; it is shown once, on stdout')
  .option(...whose)
  .option('--name <text>', 'to tell it from others', 'made on the command line')
  .option('--scopes <scopes>', 'comma separated; * for all', '*')
  .option('--expires-days <days>', 'good until revoked unless given')
  .action(runCreateKey);
keys
  .command('rotate <id>')
  .description('put a new key in its place; it is shown once, on stdout')
  .option(...whose)
  .option('--overlap-hours <hours>', 'how long the old one is taken too', '24')
  .action(runRotateKey);
keys
  .command('revoke <id>')
  .option(...whose)
  .action(runRevokeKey);

const schedules = program
  .command('schedules')
  .description('schedules of everybody; beside a running watchflow or without one');
schedules.command('list').description('one line each').action(runListSchedules);
schedules
  .command('pause')
  .description('pause all that nobody else has paused')
  .requiredOption('--all', 'everybody’s (a single one is paused by its person, or with temporal)')
  .requiredOption('--reason <text>', 'shown wherever the schedule is shown')
  .action(runPauseSchedules);
schedules
  .command('resume')
  .description('resume what pause --all paused')
  .requiredOption('--all', 'everybody’s')
  .option('--reason <text>', 'kept with the schedule', 'resumed')
  .action(runResumeSchedules);
schedules
  .command('reconcile')
  .description('make Temporal what the database wants')
  .action(runReconcileSchedules);

const idMap = program
  .command('id-map')
  .description('what titles are matched with; beside a running watchflow or without one');
const asJson = ['--json', 'print the answer as one JSON value'] as const;
idMap
  .command('status')
  .description('which version of each data file counts')
  .option(...asJson)
  .action(runIdMapStatus);
idMap
  .command('refresh')
  .description('read each data file anew; exit code 1 when one cannot be used')
  .option('--force', 'also take what was rolled back, or has shrunk')
  .option(...asJson)
  .action(runRefreshIdMap);
idMap
  .command('rollback')
  .description('let the version before count again')
  .option('--set <name>', 'bangumi-data, anime-lists or bangumi-ext-linker', 'bangumi-data')
  .option(...asJson)
  .action(runRollBackIdMap);
program
  .command('rotate-keys')
  .description('seal all stored tokens and secrets with a new key; stop watchflow first')
  .action(runRotateKeys);
program
  .command('backup')
  .argument('[file]', 'where to; unless given, one more in BACKUP_DIR, else in this folder')
  .description('write one encrypted archive; beside a running watchflow or without one')
  .option('--check', 'only read the file, and say whether all of it is there')
  .option(...asJson)
  .action(runBackup);
program
  .command('restore')
  .argument('<file>', 'what `backup` wrote')
  .description('fill an empty installation from a backup; stop watchflow first')
  .option(...asJson)
  .action(runRestore);
program.command('migrate').description('bring the database to this version').action(runMigrate);
program
  .command('doctor')
  .description('check the installation and say what to do; exit code 1 when something is broken')
  .option('--json', 'print the findings as one JSON object')
  .action(runDoctorCommand);
program.command('openapi').description('write docs/openapi.json').action(runOpenApi);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${describe(error)}\n`);
  process.exitCode = 1;
}

function describe(error: unknown): string {
  if (!(error instanceof InputError)) return messageOf(error);
  return [
    `${error.subject}:`,
    ...error.faults.map(({ place, message }) => `  ${place}: ${message}`),
  ].join('\n');
}
