/** A command that a page shows and `commands-run.test.ts` does not run. */
export interface NotRun {
  readonly command: RegExp;
  readonly because: string;
  /** The test that runs it. */
  readonly testedBy: string;
}

const thisTest = 'tests/integration/docs/commands-run.test.ts';

export const notRun: readonly NotRun[] = [
  {
    command: /^npm run demo$/,
    because: 'it runs until Ctrl-C, and compiles first',
    testedBy: 'tests/integration/main/demo-command.test.ts',
  },
  { command: /^npm test$/, because: 'it is what runs this test', testedBy: thisTest },
  {
    command: /^npm start(?: +#|$)/,
    because: 'it compiles, then runs what every other command here runs beside',
    testedBy: 'tests/integration/main/start-command.test.ts',
  },
  {
    command: /^npm run --silent watchflow -- (?:api|worker)\b/,
    because: 'it runs until Ctrl-C, with servers that several processes share',
    testedBy: 'tests/chaos/chaos.test.ts',
  },
  {
    command: /^npm run --silent watchflow -- undo\b/,
    because: 'it names a run of the reader, whose id no page can know',
    testedBy: 'tests/integration/main/undo-command.test.ts',
  },
  {
    command: /^tctl /,
    because: 'tctl cannot be had with a fresh checkout',
    testedBy: 'tests/unit/docs/temporal-commands.test.ts',
  },
];
