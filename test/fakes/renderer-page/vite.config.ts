import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The page on a fake console; never part of the product. Dev: `vite --config test/fakes/renderer-page/vite.config.ts`. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  cacheDir: `${import.meta.dirname}/../../../out/fake-page-cache`,
  server: { fs: { allow: ['../../..'] } },
  build: { target: 'chrome140', outDir: '../../../out/fake-page', emptyOutDir: true },
});
