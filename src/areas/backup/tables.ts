export interface KeptTable {
  readonly name: string;
  /** Which rows; all unless said. A condition on `t`. */
  readonly where?: string;
  /** An installation that nobody uses yet may hold rows of it. */
  readonly inUnused?: true;
}

/** What a backup holds; a table that others refer to comes before them. A test compares both lists with `prisma/schema`. */
export const keptTables: readonly KeptTable[] = [
  { name: 'users' },
  { name: 'api_keys' },
  { name: 'connections' },
  { name: 'sync_settings' },
  { name: 'sync_settings_versions' },
  { name: 'mappings' },
  { name: 'trakt_items' },
  { name: 'matches' },
  { name: 'match_changes' },
  { name: 'id_map_versions', inUnused: true },
  { name: 'id_map_data_sets', inUnused: true },
  { name: 'sync_cursors' },
  // One that is not complete is begun anew by the next sync.
  { name: 'history_reads', where: "t.purpose = 'sync' AND t.status = 'complete'" },
  { name: 'sync_runs' },
  { name: 'run_requests' },
  { name: 'plays' },
  { name: 'play_events' },
  { name: 'subject_calls' },
  { name: 'marks' },
  { name: 'removals' },
  { name: 'removal_questions' },
  // One that is being read is read anew.
  { name: 'library_parts', where: 't.asked IS NULL' },
  { name: 'library_items' },
  { name: 'wish_gatherings' },
  { name: 'subject_wishes', where: "t.plan_id = '00000000-0000-0000-0000-000000000000'" },
  // What it took a request each to find out.
  { name: 'subject_places' },
  { name: 'show_seasons' },
  { name: 'lists' },
  { name: 'list_parts' },
  { name: 'list_learnt' },
  { name: 'list_runs' },
  { name: 'listed_titles' },
  { name: 'notifications' },
  { name: 'notification_channels' },
  { name: 'notification_choices' },
  { name: 'notification_quiet_hours' },
  { name: 'schedule_states', inUnused: true },
  { name: 'schedule_events', inUnused: true },
  { name: 'schedule_ticks', inUnused: true },
  // What is under way there is not so here.
  { name: 'cron_job_logs', where: "t.status <> 'RUNNING'", inUnused: true },
  { name: 'relay_keys' },
  { name: 'key_usage' },
  // Or people would be reminded a second time.
  { name: 'expiration_reminders' },
  { name: 'translation_sessions' },
  { name: 'translation_tasks' },
  { name: 'audit_logs', inUnused: true },
  // Their bytes are in the backend: in `storage_chunks`, or backed up besides.
  { name: 'files', where: "t.status = 'stored'" },
  { name: 'audit_searches' },
  { name: 'storage_objects' },
  {
    name: 'storage_chunks',
    where: 'EXISTS (SELECT FROM storage_objects o WHERE o.upload = t.upload)',
  },
];

/** What it does not hold, and why nothing is lost by that. */
export const leftTables: Readonly<Record<string, string>> = {
  sessions: 'people sign in again; a stolen backup is nobody’s session',
  setup_links: 'good for a day; another is made by `watchflow setup-link`',
  sign_in_counts: 'refused sign-ins of the last minutes',
  idempotent_answers: 'answers to requests of the last day',
  shared_limits: 'requests of the last minutes',
  request_counts:
    'requests of the present minute, day and month; what is left of it is granted anew',
  relay_readings: 'the relay is read anew',
  health_samples: 'how another place was; this one is looked at within minutes',
  connection_attempts: 'good for ten minutes; begun again',
  blocked_apps: 'the first request finds it out again',
  staged_plays: 'rows of a read that is not complete; it is begun anew',
  staged_library_items: 'rows of a read that is not complete; it is begun anew',
  read_lookups: 'steps of a read; one that is not complete is begun anew',
  collection_states: 'what a run read for itself',
  sync_plans: 'a dry run is asked for again',
  plan_items: 'of dry runs',
  plan_subjects: 'of dry runs',
  plan_removals: 'of dry runs',
  play_imports: 'records of files; what was taken in is among the plays',
  import_pieces: 'a file that is being imported; it is imported again',
  import_rows: 'of imports under way',
  import_titles: 'of imports under way',
  import_faults: 'of imports',
  episode_tables: 'what Bangumi answers again',
  bangumi_answers: 'what Bangumi answers again',
  collection_reads: 'the collection is read anew',
  staged_collected_subjects: 'rows of a read that is not complete; it is begun anew',
  collected_subjects: 'what Bangumi answers again',
  list_items: 'worked out again by the next run',
  file_orphans: 'the next reconciliation finds them again',
  storage_uploads: 'writes under way; they are sent again',
  notification_deliveries: 'they would be sent a second time; what they told is in the inbox',
};
