import type { Templates } from './templates.js';

export const en: Templates = {
  events: {
    'run.failed': {
      title: 'A history sync did not succeed',
      body: 'The last sync ended because {reason}. Nothing is lost: what was not carried over waits.',
      advice:
        'The next sync goes on from here. If this stays, look at the run for what it met and what it asks for.',
    },
    'run.rate-limited': {
      title: 'Syncing waits: too many requests',
      body: 'A service asked us to slow down. Syncs go on after {retryAt}.',
      advice:
        'Nothing is to be done. If it happens often, let syncs run less often, or look whether another program uses the same account.',
    },
    'run.slow': {
      title: 'A history sync took {times} times as long per play as usual',
      body: 'It moved {plays} plays in {seconds} seconds: {msPerPlay} ms per play. Half of the syncs before it took {usualMsPerPlay} ms per play at most.',
      advice:
        'Nothing is to be done if it was once. If it goes on, a service answers slowly or asks us to wait; the run shows what it asked for. It is told once a day at most.',
    },
    'connection.needs-reauth': {
      title: 'Connect {service} again',
      body: '{service} no longer accepts the access it gave us. Syncs rest until you connect the account again; your history is kept.',
      advice: 'Open the link, sign in at {service} and agree.',
    },
    'connection.token-dying': {
      title: 'The access to {service} runs out',
      body: 'The access to your {service} account ends at {expiresAt} and cannot be renewed by itself.',
      advice: 'Connect {service} again before then, so that no sync is missed.',
    },
    'api-keys.expiring': {
      title: 'API keys run out: {count}',
      body: 'With when each ends or has ended: {keys}.',
      advice:
        'Rotate each that is still needed, with a new end, before then; one that has ended is replaced by a new key.',
    },
    'connection.app-blocked': {
      title: '{service} refuses this installation',
      body: "{service} no longer serves the app this watchflow belongs to. Everybody's syncs rest; all connections are kept.",
      advice:
        "The operator has to look after the app in {service}'s settings. You need not do anything.",
    },
    'plays.parked': {
      title: '{count} plays wait for you',
      body: '{count} plays could not be matched without doubt and were not carried over.',
      advice:
        'GET /api/v1/matches lists them with what they could be: say what each is, or that it is to be left out.',
    },
    'removals.asked': {
      title: 'May {count} marks be taken away?',
      body: '{count} plays are gone from Trakt. Their marks on Bangumi stay unless you agree to take them away.',
      advice:
        'GET /api/v1/removals lists them; approve or decline. Without an answer until {expiresAt} the marks stay.',
    },
    'matches.changed': {
      title: '{count} marks may be of something else',
      body: '{count} episodes or films that Bangumi has marked for you would be matched otherwise by now. What is marked stays as it is.',
      advice:
        'GET /api/v1/matches?state=changed shows both outcomes: say what each is, or keep it as it is.',
    },
    'schedule.tick-missed': {
      title: 'Scheduled syncs were missed',
      body: '{missed} syncs did not take place since {since}.',
      advice:
        'What was watched is carried over by the next sync. The operator may want to look why watchflow was not running.',
    },
    'id-map.refused': {
      title: 'A new {dataSet} file was not taken',
      body: 'The {dataSet} file that titles are matched with was read anew, but {reason}. The one before stays in use.',
      advice:
        'Look at the link for what is wrong with it, and whether its address is still the right one. The next refresh tries again.',
    },
    'backup.failed': {
      title: 'The daily backup could not be made',
      body: 'It failed at {at}, after several attempts. The backups before it are still there.',
      advice:
        'Look in the log for the cause: mostly the folder is gone, full or not writable. `watchflow backup` makes one at once; `watchflow doctor` says how old the newest one is.',
    },
    'job.failed': {
      title: 'The job {job} failed',
      body: 'It began at {at} and failed after several attempts. It is told again once a day while that lasts.',
      advice:
        'The link shows its runs, each failed one with its reason. It runs again when it is due; it can be run at once there, too.',
    },
    'job.slow': {
      title: 'The job {job} took far longer than usual',
      body: 'The run that began at {at} took {seconds} seconds; half of those before it took {usualSeconds} at most.',
      advice:
        'Nothing is to be done if it was once. If it goes on, look at the load of the database.',
    },
    'relay.stale': {
      title: 'The relay cannot be read',
      body: 'Usage numbers of the relay service could not be read {misses} times in a row; they are as of {since} at the latest.',
      advice:
        'Look whether the relay answers, and whether its token or password still holds; the runs of the job data-sync are in GET /api/v1/jobs/data-sync/runs. The numbers stay, and are brought up to date as soon as it answers.',
    },
    'relay.healed': {
      title: 'The relay can be read again',
      body: 'Usage numbers had stood still since {since}; they are up to date again.',
      advice: 'Nothing is to be done.',
    },
    'api-key.limit-reached': {
      title: 'The API key "{keyName}" has reached a limit',
      body: '{of}: {limit} requests {period}. Further ones are refused until {until}.',
      advice:
        'GET /api/v1/api-keys/{keyId}/usage shows what it used. PATCH /api/v1/api-keys/{keyId} changes limits of its own, as far as the operator allows.',
    },
    'health.changed': {
      title: 'The health of watchflow or of a service it needs has changed',
      body: 'As of {at}: {changes}.',
      advice:
        'GET /api/v1/system/health shows each part and how it was before; the operations guide says what each word means. What is ok again needs nothing.',
    },
    'syncs.failing': {
      title: 'Most syncs fail',
      body: '{failed} of the last {runs} syncs since {since} did not succeed, mostly because {reason}. For {failing} of {people} people it is the newest one.',
      advice:
        'The link lists those runs; the log says what they met, and GET /api/v1/system/health whether a service is unwell. It is told again once a day while it lasts, and once when it is over.',
    },
    'syncs.healed': {
      title: 'Syncs succeed again',
      body: 'What was told on {toldAt} is over: the newest sync failed for {failing} of {people} people.',
      advice: 'Nothing is to be done: what waited is carried over.',
    },
    'ledger.astray': {
      title: 'The ledger of plays contradicts itself',
      body: '{count} rows do, in these ways: {kinds}. Nothing was changed.',
      advice:
        'The log names them; the operations guide says what each way means. Keep a backup of before, and report it.',
    },
    'list.created': {
      title: 'The list "{title}" is on Trakt',
      body: 'It holds {total} items there.',
      advice: 'Nothing is to be done: it keeps itself up to date.',
    },
    'list.create-failed': {
      title: 'The list "{title}" is not on Trakt yet',
      body: 'It could not be brought there because {reason}. Here it is complete.',
      advice: 'Look at its last run for what to do. The next run tries again.',
    },
    'list.synced': {
      title: 'The list "{title}" was updated on Trakt',
      body: '+{added} −{removed}; it holds {total} items now ({trigger}).',
      advice: 'Nothing is to be done.',
    },
    'list.sync-failed': {
      title: 'The list "{title}" is not up to date on Trakt',
      body: 'It could not be updated there because {reason}. Here it is right.',
      advice: 'Look at its last run for what to do. The next run goes on from here.',
    },
    'list.removals-asked': {
      title: 'Take so much off the list "{title}"?',
      body: 'More items would go from Trakt than go unasked. Nothing was changed there.',
      advice:
        'Look at the list. If it is right, POST /api/v1/lists/{listId}/sync with {"allow_removals": true}; else correct its rule.',
    },
    'list.unlinked': {
      title: 'The list "{title}" is gone from Trakt',
      body: 'It was deleted there, or its description no longer says that it is ours. It is left alone since, and kept here.',
      advice:
        'To have it on Trakt again, POST /api/v1/lists/{listId}/sync with {"relink": true}; to be rid of it, delete it here.',
    },
    'list.deleted': {
      title: 'The list "{title}" is deleted',
      body: 'It is gone here and on Trakt.',
      advice: 'Nothing is to be done.',
    },
    'list.delete-failed': {
      title: 'The list "{title}" is still on Trakt',
      body: 'It is deleted here, but could not be deleted there because {reason}.',
      advice: 'Delete it on Trakt yourself, or delete it here once more.',
    },
    'channel.disabled': {
      title: 'The webhook "{channelName}" was switched off',
      body: 'Its receiver said that it is gone for good (410), so nothing more is sent there.',
      advice: 'Correct its address and switch it on again, or remove it.',
    },
    'channel.mail-refused': {
      title: 'Mails to "{channelName}" were refused',
      body: 'The mail server refused several in a row for good, so none are sent there any more.',
      advice:
        'Look whether the address is right and its mailbox takes mail. Then switch the channel on again, or make another.',
    },
    'channel.confirm': {
      title: 'May watchflow send you mail?',
      body: 'Somebody asked that notifications be sent to this address, in a channel called "{channelName}".',
      advice:
        'If that was you, open the link and agree. If not, do nothing: without your word nothing else is sent here.',
    },
    'channel.test': {
      title: 'A test from watchflow',
      body: 'The channel "{channelName}" works.',
      advice: 'Nothing is to be done.',
    },
  },
  words: {
    schedule: 'on schedule',
    manual: 'as you asked',
    cli: 'as you asked',
    'rate-limited': 'Trakt asked us to wait',
    'list-refused': 'your account’s limits do not allow it',
    'list-incomplete': 'Trakt shows something else than it was told',
    'list-failed': 'of an error',
    key: 'It may make',
    user: 'All your keys together may make',
    minute: 'a minute',
    day: 'a day',
    month: 'a month',
    trakt: 'Trakt',
    bangumi: 'Bangumi',
    failed: 'of an error',
    'upstream-down': 'a service could not be reached',
    'account-locked': 'the account is locked at the service',
    incomplete: 'the history could not be read completely',
    damaged: 'it is damaged or of another kind',
    shrunken: 'it lacks more than a fifth of its titles',
  },
};
