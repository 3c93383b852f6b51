import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Builder, makeBuilder } from '../../src/builder/builder.ts';
import type { BuildParts } from '../../src/builder/parts.ts';
import type { BuilderState } from '../../src/builder/schedule.ts';
import { parseDigest } from '../../src/digest/parse.ts';
import type { Day, Digest } from '../../src/digest/types.ts';
import { openStore } from '../../src/store/open.ts';
import { makeOutside, type Outside } from './outside.ts';

/** A folder of digests on the real disk, a clock to move, and what stands in for the services. */
export interface Desk {
  directory: string;
  clock: { now: number };
  outside: Outside;
  parts: BuildParts;
  /** The names in the folder. */
  files(): Promise<string[]>;
  read(file: string): Promise<string>;
  write(file: string, text: string): Promise<void>;
  /** The digest of a day as it reads; fails on any problem. */
  digest(day: Day): Promise<Digest | undefined>;
}

interface Options {
  now: string;
  /** Whether somebody's folder is followed too. */
  isFollowing?: boolean;
}

export async function openDesk({ now, isFollowing = false }: Options): Promise<Desk> {
  const directory = await mkdtemp(join(tmpdir(), 'paperboy-builder-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const clock = { now: Date.parse(now) };
  const outside = makeOutside(clock);
  const { digests, ...others } = outside.sources;
  return {
    directory,
    clock,
    outside,
    parts: {
      sources: isFollowing ? { digests, ...others } : others,
      directory,
      cut: { top: 10, minUpvotes: 5 },
      generator: 'paperboy@0.1.0',
      now: () => clock.now,
    },
    files: async () => (await readdir(directory)).sort(),
    read: (file) => readFile(join(directory, file), 'utf8'),
    write: (file, text) => writeFile(join(directory, file), text),
    async digest(day) {
      const file = `${day}---Hot-Papers.md`;
      const text = await readFile(join(directory, file), 'utf8').catch(() => undefined);
      if (text === undefined) return undefined;
      const { digest, problems } = parseDigest(text, file);
      if (problems.length > 0) throw new Error(JSON.stringify(problems));
      return digest;
    },
  };
}

/** A desk with the builder at work, over a store in memory that outlives its restarts. */
export interface Office extends Desk {
  builder: Builder;
  /** Every line that was logged, its level first. */
  said: string[];
  /** Moves the clock on in steps of ten minutes, with a round at each. */
  passTo(time: string): Promise<void>;
  /** Ends the builder and starts another one, as a new process does. */
  restart(): Promise<void>;
}

export async function openOffice(options: Options): Promise<Office> {
  const desk = await openDesk(options);
  const store = await openStore('sqlite::memory:');
  onTestFinished(() => store.close());
  const said: string[] = [];
  const say = (level: string) => (_details: object, message: string) => {
    said.push(`${level} ${message}`);
  };
  const start = (): Builder =>
    makeBuilder({
      ...desk.parts,
      state: store.keyv<BuilderState>('builder'),
      log: { info: say('info'), warn: say('warn'), error: say('error') },
    });
  const office: Office = {
    ...desk,
    said,
    builder: start(),
    async passTo(time) {
      const until = Date.parse(time);
      while (desk.clock.now < until) {
        desk.clock.now = Math.min(until, desk.clock.now + 600_000);
        await office.builder.tick();
      }
    },
    async restart() {
      await office.builder.stop();
      office.builder = start();
    },
  };
  return office;
}
