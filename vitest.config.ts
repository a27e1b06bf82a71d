import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{shared,main,renderer,hosts,scripts}/**/*.test.{ts,tsx}'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    setupFiles: ['test/setup.ts'],
    expect: { poll: { timeout: 20_000 } },
  },
});
