import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The kit alone, for its tests; never part of the product. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  cacheDir: `${import.meta.dirname}/../../../out/kit-page-cache`,
  server: { fs: { allow: ['../../..'] } },
  build: { target: 'chrome140', outDir: '../../../out/kit-page', emptyOutDir: true },
});
