/** What a reader takes from answers: `<run id>` in a command stands for the one that was told last. */
export interface Notes {
  /** Reads an answer; what is not JSON tells nothing. */
  take(answer: string): void;
  write(name: string, value: string): void;
  /** The command as a reader types it. Throws for a name nobody has told. */
  fill(command: string): string;
}

interface Source {
  readonly name: string;
  readonly field: string;
  readonly pattern: RegExp;
}

/** Which fields hold what; the pattern's group is the value. */
const sources: readonly Source[] = [
  { name: 'token', field: 'setup_url', pattern: /#(.+)$/ },
  { name: 'csrf token', field: 'csrf_token', pattern: /^(.+)$/ },
  { name: 'key', field: 'key', pattern: /^(wf_.+)$/ },
  { name: 'secret', field: 'secret', pattern: /^(whsec_.+)$/ },
  { name: 'run id', field: 'run_id', pattern: /^(.+)$/ },
  { name: 'plan id', field: 'plan_id', pattern: /^(.+)$/ },
  { name: 'attempt id', field: 'attempt_id', pattern: /^(.+)$/ },
  { name: 'user id', field: 'id', pattern: /^(u_.+)$/ },
  { name: 'user id', field: 'workflow_id', pattern: /^history:(u_.+)$/ },
  { name: 'key id', field: 'id', pattern: /^(k_.+)$/ },
  { name: 'channel id', field: 'id', pattern: /^(nc_.+)$/ },
  { name: 'notification id', field: 'id', pattern: /^(\d+)$/ },
];

export function createNotes(): Notes {
  const known = new Map<string, string>();

  function read(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    for (const [field, held] of Object.entries(value)) {
      read(held);
      if (typeof held !== 'string') continue;
      for (const source of sources) {
        const found = source.field === field ? source.pattern.exec(held)?.[1] : undefined;
        if (found !== undefined) known.set(source.name, found);
      }
    }
  }

  return {
    take(answer) {
      try {
        read(JSON.parse(answer));
      } catch {
        // Nothing to be noted.
      }
    },
    write(name, value) {
      known.set(name, value);
    },
    fill: (command) =>
      command.replaceAll(/(?<![<\w])<([a-z]+(?: [a-z]+)*)>/g, (_, name: string) => {
        const value = known.get(name);
        if (value === undefined) throw new Error(`nobody has told <${name}> before: ${command}`);
        return value;
      }),
  };
}
