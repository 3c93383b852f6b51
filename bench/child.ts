import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A part of the benchmark in a process of its own, which is asked questions and answers them. */
export interface Child {
  /** Sends a question and waits for the next answer. */
  ask: <T>(question: object) => Promise<T>;
  /** Sends what is not answered. */
  tell: (message: object) => void;
  /** What the process says by itself, first of all. */
  ready: <T>() => Promise<T>;
  /** Lets it exit by itself, so that a profile is written. */
  stop: () => void;
  /** Asks it to end, and ends it after that many milliseconds; resolves when it is gone. */
  end: (withinMs: number) => Promise<void>;
  hasEnded: () => boolean;
  /** Resolves when it has ended, for whatever reason. */
  gone: Promise<void>;
}

export interface ChildOptions {
  /** For Node itself. */
  execArgv?: readonly string[];
  env?: NodeJS.ProcessEnv;
  /** Hears each line of its standard output, which is shown otherwise. */
  onLine?: (line: string) => void;
}

const nextMessage = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve, reject) => {
    const ended = (code: number | null): void => {
      reject(new Error(`a part of the benchmark ended with ${code ?? 'a signal'}`));
    };
    if (hasEnded(child)) {
      ended(child.exitCode);
      return;
    }
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message as T);
    });
  });

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;

export const startChild = (file: URL, options: ChildOptions = {}): Child => {
  const { execArgv = [], env = process.env, onLine } = options;
  // `node --cpu-prof bench/main.ts` profiles every part.
  const profiling = process.execArgv.filter((argument) => argument.startsWith('--cpu-prof'));
  const child = fork(fileURLToPath(file), {
    execArgv: [...profiling, ...execArgv],
    env,
    stdio: ['ignore', onLine === undefined ? 'inherit' : 'pipe', 'inherit', 'ipc'],
  });
  if (onLine !== undefined && child.stdout !== null)
    createInterface({ input: child.stdout }).on('line', onLine);
  // Whatever ends this process, its parts go with it.
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    ask: async (question) => {
      const answer = nextMessage(child);
      if (child.connected) child.send(question);
      return (await answer) as never;
    },
    tell: (message) => {
      child.send(message);
    },
    ready: () => nextMessage(child),
    stop: () => {
      child.disconnect();
    },
    end: async (withinMs) => {
      if (hasEnded(child)) return;
      const timer = setTimeout(() => child.kill('SIGKILL'), withinMs);
      child.kill('SIGTERM');
      await gone;
      clearTimeout(timer);
    },
    hasEnded: () => hasEnded(child),
    gone,
  };
};
