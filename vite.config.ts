// One Vite, three environments, one command: `vite build --app` writes everything the product runs on to out/.
import { builtinModules } from 'node:module';
import react from '@vitejs/plugin-react';
import { defineConfig, type EnvironmentOptions } from 'vite';

const node = [...builtinModules, ...builtinModules.map((name) => `node:${name}`), /^node:/];
const at = (path: string) => `${import.meta.dirname}/${path}`;

/** An environment that runs in Node: every dependency is bundled, so the package ships `out/` alone. */
function nodeEnvironment(outDir: string, input: Record<string, string>, format: 'es' | 'cjs'): EnvironmentOptions {
  const single = format === 'cjs';
  return {
    consumer: 'server',
    resolve: {
      noExternal: true,
      external: ['electron', ...builtinModules],
      conditions: ['node', 'import', 'default'],
      builtins: node,
    },
    build: {
      outDir,
      target: 'node24',
      minify: false,
      sourcemap: true,
      emptyOutDir: true,
      copyPublicDir: false,
      rolldownOptions: {
        input,
        external: ['electron', ...node],
        platform: 'node',
        output: {
          format,
          entryFileNames: single ? '[name].cjs' : '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
          codeSplitting: single ? false : undefined,
        },
      },
    },
  };
}

export default defineConfig({
  root: at('renderer'),
  base: './',
  plugins: [react()],
  environments: {
    client: {
      // Read from the disk of the same machine: one chunk of a megabyte costs less than many small ones.
      build: {
        outDir: '../out/renderer',
        emptyOutDir: true,
        target: 'chrome140',
        sourcemap: true,
        chunkSizeWarningLimit: 2_000,
      },
    },
    main: nodeEnvironment(
      '../out/main',
      {
        electron: at('main/hosts/electron/entry.ts'),
        cli: at('main/hosts/cli/entry.ts'),
        sandbox: at('main/sandbox/worker.ts'),
        heavy: at('main/wire/heavy-worker.ts'),
      },
      'es',
    ),
    preload: nodeEnvironment('../out/preload', { preload: at('main/hosts/electron/preload.ts') }, 'cjs'),
    bin: nodeEnvironment('../out/bin', { switchboard: at('main/hosts/cli/switchboard.ts') }, 'es'),
  },
  builder: {
    async buildApp(builder) {
      const ours = Object.values(builder.environments).filter(({ name }) => name !== 'ssr');
      await Promise.all(ours.map((environment) => builder.build(environment)));
    },
  },
});
