import { globSync, readFileSync } from 'node:fs';
import { configDefaults, defineConfig } from 'vitest/config';

/**
 * What `npm run test:fast` leaves out: test files that start a process, a browser, the bot or the
 * loopback Discord, compile the page, or read the published archive, …
 */
const SLOW_IMPORT =
  /from '(?:node:child_process|playwright-core|\S+\/bench\/crash\/\S+|\S+\/support\/(?:archive|lab|services)\.ts|\S+\/playground\/(?:bot-process|launch|serve-page|server\/start)\.ts)'/;
/** … that do so indirectly, wait for the file system, or try very many inputs. */
const SLOW_FILES = [
  'test/**/*processes.test.ts',
  'test/**/*properties.test.ts',
  'test/**/backups.test.ts',
  'test/**/index/*.test.ts',
  'test/**/plan-over-years.test.ts',
  'test/playground/markdown.test.ts',
  'test/**/running-search.test.ts',
  'test/search/query.test.ts',
  'test/sources/http.test.ts',
  'test/sources/huggingface.test.ts',
  'test/**/verify.test.ts',
  'test/**/watch-folder.test.ts',
  'test/i18n/limits.test.ts',
];

/** The test files with a slow import, in themselves or in a helper beside them. */
function slowImporters(): string[] {
  const isSlow = (file: string): boolean => SLOW_IMPORT.test(readFileSync(file, 'utf8'));
  const helpers = globSync('test/**/*.ts', { exclude: ['**/*.test.ts', 'test/support/**'] });
  const slowHelpers = helpers.filter(isSlow).map((file) => file.replace(/^.*\//, `from './`));
  return globSync('test/**/*.test.ts').filter(
    (file) =>
      isSlow(file) || slowHelpers.some((helper) => readFileSync(file, 'utf8').includes(helper)),
  );
}

export default defineConfig(({ mode }) => ({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [
      ...configDefaults.exclude,
      ...(mode === 'fast' ? [...SLOW_FILES, ...slowImporters()] : []),
    ],
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // Most tests wait for a process, a browser or a clock; on two cores three files wait side by side.
    maxWorkers: 3,
    // No module works when it is imported, so files may share what is loaded: a third of the time.
    isolate: false,
    // Node loads our TypeScript as it does in production, without a bundler in between.
    experimental: { viteModuleRunner: false },
  },
}));
