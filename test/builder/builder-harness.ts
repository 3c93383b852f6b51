import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Builder, createBuilder } from '../../src/builder/builder.ts';
import type { BuildDependencies } from '../../src/builder/dependencies.ts';
import { type BuilderState, initialState } from '../../src/builder/schedule.ts';
import { parseDigest } from '../../src/digest/parse.ts';
import type { Day, Digest } from '../../src/digest/types.ts';
import { openStore } from '../../src/store/open.ts';
import { createFakeSources, type FakeSources } from './fake-sources.ts';

/** What a build needs: a folder of digests on the real disk, a clock to move, and fake sources. */
export interface BuildHarness {
  directory: string;
  clock: { now: number };
  fakeSources: FakeSources;
  dependencies: BuildDependencies;
  /** The names of all files in the folder. */
  files(): Promise<string[]>;
  read(file: string): Promise<string>;
  write(file: string, text: string): Promise<void>;
  /** Parses a day's digest; throws on any problem. */
  digest(day: Day): Promise<Digest | undefined>;
}

interface Options {
  now: string;
  /** Whether a folder is followed too. */
  isFollowing?: boolean;
}

interface BuilderOptions extends Options {
  /** Whether the days before the first digest are still to be built. */
  isFirstStart?: boolean;
}

export async function createBuildHarness({
  now,
  isFollowing = false,
}: Options): Promise<BuildHarness> {
  const directory = await mkdtemp(join(tmpdir(), 'paperboy-builder-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const clock = { now: Date.parse(now) };
  const fakeSources = createFakeSources(clock);
  const { digests, ...others } = fakeSources.sources;
  return {
    directory,
    clock,
    fakeSources,
    dependencies: {
      sources: isFollowing ? { digests, ...others } : others,
      directory,
      selection: { top: 10, minUpvotes: 5 },
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

/** A running builder, and a store in memory that outlives its restarts. */
export interface BuilderHarness extends BuildHarness {
  builder: Builder;
  /** Each logged line, starting with its level. */
  logged: string[];
  /** Advances the clock in steps of ten minutes, with a round after each. */
  passTo(time: string): Promise<void>;
  /** Stops the builder and starts another one, like a new process. */
  restart(): Promise<void>;
}

export async function createBuilderHarness({
  isFirstStart = false,
  ...options
}: BuilderOptions): Promise<BuilderHarness> {
  const base = await createBuildHarness(options);
  const store = await openStore('sqlite::memory:');
  onTestFinished(() => store.close());
  const state = store.keyv<BuilderState>('builder');
  const { backfillFrom, ...later } = initialState(base.clock.now);
  if (backfillFrom === undefined) throw new Error('a first start has days to build');
  if (!isFirstStart) await state.set('state', later);
  const logged: string[] = [];
  const logAt = (level: string) => (_details: object, message: string) => {
    logged.push(`${level} ${message}`);
  };
  const start = (): Builder =>
    createBuilder({
      ...base.dependencies,
      state,
      log: { info: logAt('info'), warn: logAt('warn'), error: logAt('error') },
    });
  const harness: BuilderHarness = {
    ...base,
    logged,
    builder: start(),
    async passTo(time) {
      const until = Date.parse(time);
      while (base.clock.now < until) {
        base.clock.now = Math.min(until, base.clock.now + 600_000);
        await harness.builder.tick();
      }
    },
    async restart() {
      await harness.builder.stop();
      harness.builder = start();
    },
  };
  return harness;
}
