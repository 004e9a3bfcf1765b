import { askKey, type Answer, type AnswerStore } from '../../areas/matching/index.js';

/** Answers for as long as the process lives: where nothing is to be kept. */
export function createMemoryAnswers(): AnswerStore {
  const answers = new Map<string, Answer>();
  return {
    load: (keys) => Promise.resolve(keys.flatMap((key) => answers.get(key) ?? [])),
    save(answer) {
      answers.set(askKey(answer), answer);
      return Promise.resolve();
    },
  };
}
