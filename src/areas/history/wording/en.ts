import type { Texts } from './texts.js';

export const en: Texts = {
  observed: {
    episode:
      'Your history has a play of {title}, season {season}, episode {number}, {when} ({source} {ref}, {action}).',
    movie: 'Your history has a play of {title}, {when} ({source} {ref}, {action}).',
    nameless:
      'Your history has a play that {source} has not described yet, {when} ({source} {ref}, {action}).',
  },
  byRead: 'It came into the ledger at {at}.',
  on: 'watched on {at}',
  sometime: 'watched at a time that nobody knows',
  decided: {
    first: 'Matching decided: {what}.',
    again: 'Matching looked at it again and decided the same: {what}.',
    anew: 'What this is was decided anew, while this play was not in question: {what}.',
    byPerson:
      'Decided without matching, by a mapping that a person made, or by a decision that is not on record any more: {what}.',
    mapped: {
      'as-it-was': 'Decided without matching, by {mapping}: {what}.',
      'changed-since':
        'Decided without matching, by a mapping that was changed afterwards: {what}. What it said then is not on record; now it is {mapping}.',
      gone: 'Decided without matching, by mapping {id}, which is not there any more, so what it said is not on record: {what}.',
    },
    onceMore: 'It was looked at again, and the same mapping decided the same.',
    candidates: 'Candidates: {candidates}.',
    candidate: '{place} ({evidence})',
    moreCandidates: '{count} more',
    because: '{what}, because {evidence}',
    episode: 'it is episode {episode} of Bangumi’s subject {subject}',
    whole: 'it is Bangumi’s subject {subject} as a whole',
    setAside: 'it is set aside, {because}',
    leftAlone: 'it is left alone, {because}',
  },
  moved: {
    planned: 'It is to be marked as done on Bangumi.',
    sent: 'The mark is sent to Bangumi.',
    proven: 'Bangumi was asked what it has and showed it as done. That proves it.',
    removed: 'A complete read of your history did not have it any more, so it counts as removed.',
  },
  seen: 'It waits to be matched.',
  parked: 'It is set aside, {because}.',
  excluded: 'It is left alone, {because}.',
  until: 'It is looked at again from {at} on.',
  returns: {
    'its-time': 'Its time to be looked at again had come.',
    'next-run': 'The next sync took it up again.',
    asked: 'It was taken up again because somebody asked for it: by a full sync or a retry.',
    'map-or-asked':
      'It was taken up again: the id map is another, a person settled what it is, or somebody asked for a retry.',
    'in-doubt': 'What it is came into doubt before it was marked, so it is matched anew.',
    settings: 'The settings let it in again.',
    'back-at-source': 'It is in your history again.',
    'changed-at-source':
      'Your history now says something else of this play, so it is matched anew.',
    'read-back-disagrees':
      'Bangumi took the mark, but does not show it; it is to be marked once more.',
  },
  calls: {
    'read-collections': 'Bangumi was asked for all your collections',
    'read-collection': 'Bangumi was asked how you have subject {subject} collected',
    collect: 'Bangumi was told to collect subject {subject} as {collection}',
    'raise-collection': 'Bangumi was told that subject {subject} is now {collection} for you',
    'rate-subject': 'Bangumi was told to change your rating of subject {subject}',
    'mark-episodes':
      'Bangumi was told to mark {episodes} episodes of subject {subject} as done, this one among them',
    'mark-episode': 'Bangumi was told to mark this episode of subject {subject} as done, by itself',
    'read-states': 'Bangumi was asked which episodes of subject {subject} you have marked',
  },
  outcomes: {
    answered: '{call}: it answered.',
    refused: '{call}: it refused ({error}).',
    unclear:
      '{call}: nobody knows whether it was carried out ({error}). Before anything is sent again, Bangumi is asked.',
    failed: '{call}: there was no proper answer ({error}), and nothing was done.',
  },
  found: '{call}: {collection}.',
  errors: {
    unauthorized: 'the access it had given is not valid any more',
    'invalid-grant': 'the access it had given cannot be renewed',
    forbidden: 'it is not allowed',
    'app-blocked': 'it does not serve this installation’s app',
    'edge-blocked': 'a firewall before it turned us away',
    'not-found': 'it does not have that',
    rejected: 'it does not take this request',
    'account-limit': 'a limit of your account is reached',
    'account-locked': 'your account is locked',
    'vip-only': 'it is for paying accounts only',
    'rate-limited': 'too many requests; it asked to wait',
    unavailable: 'it was away or broke off',
    timeout: 'no answer came in time',
    malformed: 'the answer could not be read',
    unknown: 'the call was broken off',
  },
  collections: ['not collected', 'wish', 'done', 'doing', 'on hold', 'dropped'],
  answerMissing:
    'No answer to it is on record: it is under way, or the process ended before the answer was written down. Bangumi is asked what it has before anything is sent again.',
  unrecorded: 'What happened before the next step is not on record.',
  readBack: 'Bangumi was asked what it has and showed it as done. That proves it.',
  states: {
    seen: {
      now: 'It is recorded and waits to be matched.',
      advice: 'Nothing is to be done: the next sync does it.',
    },
    planned: {
      now: 'It is matched and waits to be marked on Bangumi.',
      advice: 'Nothing is to be done: the next sync does it.',
    },
    sent: {
      now: 'The mark was sent to Bangumi and is not read back yet.',
      advice: 'Nothing is to be done: Bangumi is asked what it has, and nothing is sent twice.',
    },
    proven: {
      now: 'It is done: Bangumi shows it.',
      advice: 'Nothing is to be done.',
    },
    parked: { now: 'It is set aside, {because}.', advice: '{advice}' },
    excluded: { now: 'It is left alone, {because}.', advice: '{advice}' },
    removed: {
      now: 'It is not in your history any more. What Bangumi shows was left as it is.',
      advice: 'If it should be there, add it to your history again.',
    },
  },
  reasons: {
    unmatched: {
      because: 'for nothing on Bangumi fits it with certainty',
      advice:
        'Say by hand what it is, or that it is to be ignored. It is looked at again by itself when the id map changes.',
    },
    ambiguous: {
      because: 'for more than one thing on Bangumi could be meant',
      advice: 'Say by hand which one it is. It is never guessed.',
    },
    'episode-missing': {
      because: 'for Bangumi’s subject does not list this episode',
      advice:
        'New episodes are often listed late, so it is looked at again by itself for two weeks. You can add the episode on Bangumi and retry the run.',
    },
    changed: {
      because: 'for it was matched before, and now something else seems right',
      advice: 'Say by hand which of the two it is. Until then nothing is marked.',
    },
    'upstream-down': {
      because: 'for Bangumi could not be written to',
      advice: 'Nothing is to be done: the next sync tries again.',
    },
    refused: {
      because: 'for Bangumi refuses the subject or its marks',
      advice:
        'Look at the subject on Bangumi: it may be locked, merged or gone. It is tried again ever more seldom; a full sync tries at once.',
    },
    'needs-reauth': {
      because: 'for Bangumi does not accept our access to your account any more',
      advice: 'Connect Bangumi again; the next sync goes on from here.',
    },
    guard: {
      because: 'for so large a change waits until a person agrees to it',
      advice: 'Look at what would be changed, and agree or refuse.',
    },
    'over-limit': {
      because: 'for a limit of the account does not leave room for it',
      advice: 'Make room, or raise the limit; a full sync tries at once.',
    },
    'out-of-scope': {
      because: 'for nothing suggests that Bangumi has it',
      advice: 'If Bangumi does have it, say by hand what it is.',
    },
    filtered: {
      because: 'for your settings leave out what is of this kind',
      advice: 'Change the settings if it is to be carried over.',
    },
    undone: {
      because: 'for the run that marked it was undone',
      advice: 'To have it marked again, undo the undoing run.',
    },
    'ignored-by-user': {
      because: 'for you have it dropped or on hold on Bangumi, or said that it is to be ignored',
      advice: 'If it is to be carried over, take that back; then retry the run or map it by hand.',
    },
  },
  place: {
    episode: 'episode {episode} of subject {subject}',
    whole: 'subject {subject} as a whole',
  },
  mapping: {
    own: 'your mapping',
    shared: 'a mapping shared by everybody,',
    targets: {
      show: 'of the whole show',
      season: 'of season {season}',
      range: 'of season {season}, episodes {first} to {last},',
      episode: 'of this very episode',
      movie: 'of the film',
    },
    aims: {
      ignore: 'to be left out',
      row: 'to episode {episode} of subject {subject}',
      subject: 'to subject {subject}',
      shifted: 'to subject {subject}, {by} = number {shift}',
    },
    whole: '{whose} {target} {aim} ({details})',
    made: 'made at {at}',
    changed: 'changed at {at}',
    noted: 'noted: “{note}”',
  },
  change: {
    asBefore: 'It was matched to {place}; nothing of it is marked for you.',
    asMarked: 'Bangumi has it marked as {place}.',
    byNow: 'By now matching would decide otherwise: {what}.',
    unknown: 'By now matching would decide otherwise; how, is not on record.',
  },
  inDetail: 'In detail: {evidence}.',
  waitsForService: 'A service asked to be left alone until {at}.',
  signals: {
    'id-map': 'id map',
    'listed-ids': 'list of ids',
    title: 'title',
    sequel: 'sequel',
    imdb: 'IMDb id',
    number: 'number',
    'absolute-number': 'absolute number',
    'episode-title': 'episode title',
    'air-date': 'first broadcast',
    'only-row': 'only row',
    gate: 'where it is from',
    mapping: 'mapping by hand',
    changed: 'another outcome',
  },
  quoted: '{detail}',
  evidence: [],
  listed: '; ',
};
