import { existsSync } from 'node:fs';
import { Command, Option } from 'commander';
import type { SyncMode } from '../areas/history/index.js';
import type { ExportFormat, ExportKind, ImportFormat } from '../areas/portable/index.js';
import { InputError, messageOf } from '../platform/lib/errors.js';
import { version } from './compose/version.js';

// The `watchflow` command line. Results go to stdout, everything else to stderr.

if (existsSync('.env')) process.loadEnvFile('.env');

/** What a command needs is loaded once it is asked for: all of it together takes a small machine seconds. */
const later =
  <Args extends unknown[]>(load: () => Promise<(...args: Args) => Promise<void>>) =>
  async (...args: Args): Promise<void> =>
    (await load())(...args);

/** Named here, and held against the type, because the areas they are of are loaded later. */
const choicesOf = <Choice extends string>(all: Readonly<Record<Choice, true>>): string[] =>
  Object.keys(all);

const program = new Command('watchflow')
  .description('Keeps watch trackers in step: Trakt history to Bangumi, durably.')
  .version(version)
  .showHelpAfterError();

program
  .command('start')
  .description('run everything in this process until Ctrl-C')
  .action(later(async () => (await import('./commands/start.js')).runStart));
program
  .command('api')
  .description('run only the API, beside workers of their own (DATABASE_URL, TEMPORAL_ADDRESS)')
  .action(later(async () => (await import('./commands/api.js')).runApi));
program
  .command('worker')
  .description('run only workflows and activities (DATABASE_URL, TEMPORAL_ADDRESS)')
  .action(later(async () => (await import('./commands/worker.js')).runWorker));
program
  .command('sync')
  .description('run one sync of the first user against the configured services')
  .option('--once', 'end after it (always so; kept for clarity)')
  .option('--json', 'print the report as one JSON object')
  .option('--dry-run', 'only work out what it would do, and write nothing')
  .addOption(
    new Option('--mode <mode>', 'normal: what changed; full: the whole history')
      .choices(choicesOf<SyncMode>({ normal: true, full: true }))
      .default('normal'),
  )
  .action(later(async () => (await import('./commands/sync.js')).runSync));
program
  .command('undo')
  .argument('<run>', 'its id, as the sync printed it or GET /api/v1/runs lists it')
  .description('take back what a run set on Bangumi, and wait for it')
  .option('--user <name>', 'whose; the first user unless told otherwise')
  .option('--json', 'print the report as one JSON object')
  .action(later(async () => (await import('./commands/undo.js')).runUndo));
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
  .action(later(async () => (await import('./commands/match.js')).runMatch));
program
  .command('import')
  .argument('<file>')
  .description('take in plays from Trakt’s export, CSV or an export of watchflow')
  .option('--user <name>', 'whose; the first user unless told otherwise')
  .addOption(
    new Option('--format <format>', 'auto: by what the file holds')
      .choices(choicesOf<ImportFormat>({ auto: true, trakt: true, csv: true, watchflow: true }))
      .default('auto'),
  )
  .option('--time-zone <zone>', 'of times that name no zone; as in the settings unless given')
  .option('--keep-good', 'take the good rows in, although others have faults')
  .option('--dry-run', 'only tell what would be taken in')
  .option('--json', 'print what came of it as one JSON object')
  .action(later(async () => (await import('./commands/data/import.js')).runImport));
program
  .command('export')
  .description('everything a person has, but for secrets; to stdout')
  .option('--user <name>', 'whose; the first user unless told otherwise')
  .addOption(
    new Option('--format <format>', 'jsonl: the import takes it; csv: one kind as a table')
      .choices(choicesOf<ExportFormat>({ jsonl: true, csv: true }))
      .default('jsonl'),
  )
  .addOption(
    new Option('--what <kind>', 'one kind, or all')
      .choices(
        choicesOf<ExportKind | 'all'>({
          settings: true,
          mappings: true,
          plays: true,
          'removed-plays': true,
          matches: true,
          runs: true,
          lists: true,
          all: true,
        }),
      )
      .default('all'),
  )
  .option('--output <file>', 'write it there')
  .action(later(async () => (await import('./commands/data/export.js')).runExport));
program
  .command('setup-link')
  .description('print a link to choose name and password; earlier ones no longer work')
  .option('--user <name>', 'whose; the first user unless told otherwise')
  .action(later(async () => (await import('./commands/accounts/setup-link.js')).runSetupLink));

const keys = program
  .command('keys')
  .description('API keys; beside a running watchflow or without one');
const whose = ['--user <name>', 'whose; the first user unless told otherwise'] as const;
keys
  .command('list')
  .option(...whose)
  .action(later(async () => (await import('./commands/accounts/keys.js')).runListKeys));
keys
  .command('create')
  .description('make one; it is shown once, on stdout')
  .option(...whose)
  .option('--name <text>', 'to tell it from others', 'made on the command line')
  .option('--scopes <scopes>', 'comma separated; * for all', '*')
  .option('--expires-days <days>', 'good until revoked unless given')
  .action(later(async () => (await import('./commands/accounts/keys.js')).runCreateKey));
keys
  .command('rotate <id>')
  .description('put a new key in its place; it is shown once, on stdout')
  .option(...whose)
  .option('--overlap-hours <hours>', 'how long the old one is taken too', '24')
  .action(later(async () => (await import('./commands/accounts/keys.js')).runRotateKey));
keys
  .command('revoke <id>')
  .option(...whose)
  .action(later(async () => (await import('./commands/accounts/keys.js')).runRevokeKey));

const users = program
  .command('users')
  .description('people; beside a running watchflow or without one');
users
  .command('list')
  .description('one line each, with the limits of all their keys together')
  .action(later(async () => (await import('./commands/accounts/limits.js')).runListUsers));
users
  .command('limits')
  .description('how many requests all keys of a person may make together; sets what is named')
  .option(...whose)
  .option('--per-minute <number>', 'or: configured')
  .option('--per-day <number>', 'or: configured')
  .option('--per-month <number>', 'or: configured')
  .action(later(async () => (await import('./commands/accounts/limits.js')).runUserLimits));

const schedules = program
  .command('schedules')
  .description('schedules of everybody; beside a running watchflow or without one');
schedules
  .command('list')
  .description('one line each')
  .action(later(async () => (await import('./commands/schedules.js')).runListSchedules));
schedules
  .command('pause')
  .description('pause all that nobody else has paused')
  .requiredOption('--all', 'everybody’s (a single one is paused by its person, or with temporal)')
  .requiredOption('--reason <text>', 'shown wherever the schedule is shown')
  .action(later(async () => (await import('./commands/schedules.js')).runPauseSchedules));
schedules
  .command('resume')
  .description('resume what pause --all paused')
  .requiredOption('--all', 'everybody’s')
  .option('--reason <text>', 'kept with the schedule', 'resumed')
  .action(later(async () => (await import('./commands/schedules.js')).runResumeSchedules));
schedules
  .command('reconcile')
  .description('make Temporal what the database wants')
  .action(later(async () => (await import('./commands/schedules.js')).runReconcileSchedules));

const idMap = program
  .command('id-map')
  .description('what titles are matched with; beside a running watchflow or without one');
const asJson = ['--json', 'print the answer as one JSON value'] as const;
idMap
  .command('status')
  .description('which version of each data file counts')
  .option(...asJson)
  .action(later(async () => (await import('./commands/id-map.js')).runIdMapStatus));
idMap
  .command('refresh')
  .description('read each data file anew; exit code 1 when one cannot be used')
  .option('--force', 'also take what was rolled back, or has shrunk')
  .option(...asJson)
  .action(later(async () => (await import('./commands/id-map.js')).runRefreshIdMap));
idMap
  .command('rollback')
  .description('let the version before count again')
  .option('--set <name>', 'bangumi-data, anime-lists or bangumi-ext-linker', 'bangumi-data')
  .option(...asJson)
  .action(later(async () => (await import('./commands/id-map.js')).runRollBackIdMap));
const files = program
  .command('files')
  .description('uploaded files and their objects; beside a running watchflow or without one');
files
  .command('reconcile')
  .description('clear away what expired, and tell what does not belong together')
  .option('--dry-run', 'only tell')
  .option(...asJson)
  .action(later(async () => (await import('./commands/files.js')).runReconcileFiles));
files
  .command('orphans')
  .description('objects that belong to no file, as the last reconciliation saw them')
  .option(...asJson)
  .action(later(async () => (await import('./commands/files.js')).runListOrphans));
program
  .command('rotate-keys')
  .description('seal all stored tokens and secrets with a new key; stop watchflow first')
  .action(later(async () => (await import('./commands/rotate-keys.js')).runRotateKeys));
program
  .command('backup')
  .argument('[file]', 'where to; unless given, one more in BACKUP_DIR, else in this folder')
  .description('write one encrypted archive; beside a running watchflow or without one')
  .option('--check', 'only read the file, and say whether all of it is there')
  .option(...asJson)
  .action(later(async () => (await import('./commands/backup/backup.js')).runBackup));
program
  .command('restore')
  .argument('<file>', 'what `backup` wrote')
  .description('fill an empty installation from a backup; stop watchflow first')
  .option(...asJson)
  .action(later(async () => (await import('./commands/backup/restore.js')).runRestore));
program
  .command('migrate')
  .description('bring the database to this version')
  .action(later(async () => (await import('./commands/migrate.js')).runMigrate));
program
  .command('doctor')
  .description('check the installation and say what to do; exit code 1 when something is broken')
  .option('--json', 'print the findings as one JSON object')
  .action(later(async () => (await import('./commands/doctor.js')).runDoctorCommand));
program
  .command('openapi')
  .description('write docs/openapi.json')
  .action(later(async () => (await import('./commands/openapi.js')).runOpenApi));

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
