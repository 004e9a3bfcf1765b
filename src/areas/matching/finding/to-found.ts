import { dayOfDate } from '../calendar-day.js';
import type { FoundSubject, Subject } from '../subject.js';

export function toFound(subject: Subject): FoundSubject {
  const { id, type, name, nameCn, aliases, date, platform, eps, imdb } = subject;
  return {
    subjectId: id,
    type,
    names: [name, nameCn, ...aliases].filter((each) => each !== ''),
    begin: dayOfDate(date),
    end: null,
    platform,
    eps,
    imdb,
  };
}
