import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A part of a benchmark in a process of its own, which responds to messages. */
export interface Child {
  /** Sends a message and waits for the next response. */
  ask: <T>(question: object) => Promise<T>;
  /** Sends a message without waiting for a response. */
  tell: (message: object) => void;
  /** Waits for the process's first message. */
  ready: <T>() => Promise<T>;
  /** Lets it exit by itself, so that a profile gets written. */
  stop: () => void;
  /** Sends SIGTERM, and SIGKILL after that many milliseconds; resolves when it has ended. */
  end: (withinMs: number) => Promise<void>;
  hasEnded: () => boolean;
  /** Resolves when it has ended, for whatever reason. */
  gone: Promise<void>;
}

interface ChildOptions {
  /** Node's own arguments. */
  execArgv?: readonly string[];
  env?: NodeJS.ProcessEnv;
  /** Called with each line of its standard output, which is otherwise shown. */
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
  // However this process ends, its parts end too.
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
