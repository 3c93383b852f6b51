import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // Most tests wait for a process, a browser or a clock; on two cores three files wait side by side.
    maxWorkers: 3,
    // No module works when it is imported, so files may share what is loaded: a third of the time.
    isolate: false,
    // Node loads our TypeScript as it does in production, without a bundler in between.
    experimental: { viteModuleRunner: false },
  },
});
