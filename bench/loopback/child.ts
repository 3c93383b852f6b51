import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A part of the benchmark in a process of its own, which is asked questions and answers them. */
export interface Child {
  /** Sends a question and waits for the next answer. */
  ask: <T>(question: object) => Promise<T>;
  /** What the process says by itself, first of all. */
  ready: <T>() => Promise<T>;
  stop: () => void;
}

const nextMessage = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve, reject) => {
    const ended = (code: number | null): void => {
      reject(new Error(`a part of the benchmark ended with ${code ?? 'a signal'}`));
    };
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message as T);
    });
  });

/** @param file beside this one */
export const startChild = (file: string, execArgv: readonly string[] = []): Child => {
  const path = fileURLToPath(new URL(file, import.meta.url));
  // `node --cpu-prof bench/main.ts` profiles every part.
  const profiling = process.execArgv.filter((argument) => argument.startsWith('--cpu-prof'));
  const child = fork(path, { execArgv: [...profiling, ...execArgv] });
  return {
    ask: async (question) => {
      const answer = nextMessage(child);
      child.send(question);
      return (await answer) as never;
    },
    ready: () => nextMessage(child),
    stop: () => {
      // Lets it exit by itself, so that a profile is written.
      child.disconnect();
    },
  };
};
