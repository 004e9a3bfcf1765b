import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What a child offers. */
type Offer = Readonly<Record<string, (...args: never[]) => unknown>>;

/** The same, asked from outside. */
type Asked<O extends Offer> = {
  readonly [Name in keyof O]: (
    ...args: Parameters<O[Name]>
  ) => Promise<Awaited<ReturnType<O[Name]>>>;
};

interface Question {
  readonly id: number;
  readonly name: string;
  readonly args: readonly unknown[];
}

type Answer = { readonly id: number } & ({ readonly value: unknown } | { readonly fault: string });

/** Answers what the parent asks, and ends with it, `stop` first where it is offered: an interrupted bench leaves no servers. */
export function serveParent(offer: Offer): void {
  const answer = async ({ id, name, args }: Question): Promise<Answer> => {
    try {
      return { id, value: await offer[name]?.(...(args as never[])) };
    } catch (error) {
      return { id, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  };
  process.on('message', (question: Question) => {
    answer(question).then(
      (message) => process.send?.(message),
      () => process.exit(1),
    );
  });
  process.on('SIGINT', () => undefined);
  process.on('disconnect', () => {
    const exit = (): void => process.exit();
    answer({ id: 0, name: 'stop', args: [] }).then(exit, exit);
  });
}

/** A process of our own, so that memory and CPU measured are of one part alone. */
export function startChild<O extends Offer>(file: string, nodeOptions: readonly string[] = []) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), {
    serialization: 'advanced',
    execArgv: [...process.execArgv, ...nodeOptions],
  });
  const waiting = new Map<number, (answer: Answer) => void>();
  let lastId = 0;
  child.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  child.on('exit', (code) => {
    for (const [id, tell] of waiting)
      tell({ id, fault: `${file} ended with ${code ?? 'a signal'}` });
  });
  const ask = async (name: string, args: readonly unknown[]): Promise<unknown> => {
    const id = (lastId += 1);
    const answer = await new Promise<Answer>((resolve) => {
      waiting.set(id, resolve);
      child.send({ id, name, args });
    });
    if ('fault' in answer) throw new Error(answer.fault);
    return answer.value;
  };
  const asked = new Proxy(
    {},
    {
      get:
        (_target, name) =>
        (...args: readonly unknown[]) =>
          ask(String(name), args),
    },
  ) as Asked<O>;
  return {
    ask: asked,
    end: async (): Promise<void> => {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
