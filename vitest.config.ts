import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{shared,main,renderer,hosts,scripts}/**/*.test.{ts,tsx}'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    setupFiles: ['test/setup.ts'],
  },
});
