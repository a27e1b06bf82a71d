import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { importsUnder, readImports } from './imports.ts';
import { breach } from './law.ts';

const root = path.resolve(import.meta.dirname, '../..');

test('everybody imports by the right door', () => {
  const imports = importsUnder(root, ['shared', 'main', 'renderer']);
  expect(imports.length).toBeGreaterThan(500);
  expect(imports.flatMap((each) => breach(each) ?? [])).toEqual([]);
});

test('nothing imports back: main, shared and renderer are free of circles between their folders', () => {
  const edges = new Map<string, Set<string>>();
  const fold = (file: string) => file.split('/').slice(0, 2).join('/');
  for (const { from, to } of importsUnder(root, ['shared', 'main'])) {
    if (!/^(shared|main)\//.test(to) || fold(from) === fold(to)) continue;
    edges.set(fold(from), (edges.get(fold(from)) ?? new Set()).add(fold(to)));
  }
  const circles: string[][] = [];
  const visit = (folder: string, trail: string[]): void => {
    if (trail.includes(folder)) circles.push([...trail.slice(trail.indexOf(folder)), folder]);
    else for (const next of edges.get(folder) ?? []) visit(next, [...trail, folder]);
  };
  for (const folder of edges.keys()) visit(folder, []);
  expect(circles).toEqual([]);
});

describe('the law', () => {
  test.for([
    ['renderer/stores/table.ts', 'main/store/tasks.ts', 'by call and listen'],
    ['renderer/features/tasks/board.tsx', 'renderer/features/inbox/row.tsx', 'renderer/parts'],
    ['renderer/features/tasks/board.tsx', 'renderer/api/http-bridge.ts', 'may use'],
    ['renderer/features/tasks/board.tsx', 'renderer/frame/app.tsx', 'may use'],
    ['renderer/ui/button.tsx', 'renderer/stores/table.ts', 'as properties'],
    ['renderer/ui/button.tsx', 'shared/domain/task.ts', 'as properties'],
    ['renderer/api/call.ts', 'node:fs', 'a page has no Node'],
    ['main/services/host.ts', 'electron', 'main/ports.ts'],
    ['renderer/main.tsx', 'electron', 'main/ports.ts'],
    ['main/hosts/node/settings-file.ts', 'electron-store', 'main/ports.ts'],
    ['shared/cdex/codes.ts', 'node:crypto', 'shared runs anywhere'],
    ['shared/cdex/codes.ts', 'react', 'shared runs anywhere'],
    ['shared/contract/tasks.ts', 'main/ports.ts', 'shared runs anywhere'],
    ['shared/fhir/json.ts', 'shared/domain/task.ts', 'fhir knows nothing'],
    ['shared/domain/task.ts', 'shared/cdex/codes.ts', 'fhir knows nothing'],
    ['shared/contract/tasks.ts', 'shared/cdex/codes.ts', 'fhir knows nothing'],
    ['main/store/tasks.ts', 'main/services/tasks.ts', 'the store keeps records'],
    ['main/store/tasks.ts', 'main/wire/mask.ts', 'the store keeps records'],
    ['main/sandbox/worker.ts', 'main/store/store.ts', 'the sandbox is a partner'],
    ['main/services/sandbox.ts', 'main/sandbox/worker.ts', 'the sandbox is a partner'],
    ['main/services/host.ts', 'main/hosts/node/open-link.ts', 'hosts are only started'],
    ['main/services/host.ts', 'main/app/console.ts', 'only hosts see the app'],
    ['main/services/host.ts', 'main/receiver/respond.ts', 'may use'],
    ['main/exchange/door.ts', 'main/services/kit.ts', 'may use'],
    ['main/schedule/poll-tasks.ts', 'main/wire/mask.ts', 'may use'],
    ['main/hosts/cli/run.ts', 'main/services/host.ts', 'may use'],
    ['main/hosts/cli/run.ts', 'main/hosts/electron/menu.ts', 'hosts are only started'],
    ['main/services/host.ts', 'renderer/api/call.ts', 'by events of the contract'],
    ['main/services/tasks.ts', 'undici', 'the door in main/exchange'],
    ['main/services/tasks.ts', 'node:sqlite', 'main/store'],
    ['main/helpers/text.ts', 'shared/fhir/json.ts', 'outside the house'],
  ] as const)('%s may not import %s', ([from, to, words]) => {
    expect(breach({ from, to })).toContain(words);
    expect(breach({ from, to })).toContain(`${from} imports ${to}`);
  });

  test.for([
    ['renderer/features/tasks/board.tsx', 'renderer/features/tasks/row.tsx'],
    ['renderer/features/tasks/board.tsx', 'renderer/api/call.ts'],
    ['renderer/screens.ts', 'renderer/features/tasks/screen.tsx'],
    ['main/hosts/electron/window.ts', 'electron'],
    ['main/exchange/door.ts', 'undici'],
    ['main/receiver/reception.ts', 'main/wire/mask.ts'],
    ['main/services/tasks.ts', 'main/services/kit.ts'],
    ['shared/contract/tasks.ts', 'zod'],
  ] as const)('%s may import %s', ([from, to]) => {
    expect(breach({ from, to })).toBeUndefined();
  });
});

test('imports are found in every form, and nowhere else', () => {
  const source = `
    import a, { b } from './a.ts';
    import type {
      C,
    } from "./c.ts";
    import './style.css';
    export * from './d.ts';
    export type { E } from './e.ts';
    const f = await import('./f.ts');
    const g = new URL('./g.ts', import.meta.url);
    const text = "comes from 'nowhere'";
    const other = { from: './nowhere.ts' };
  `;
  const found = readImports(source).sort();
  expect(found).toEqual(['./a.ts', './c.ts', './d.ts', './e.ts', './f.ts', './g.ts', './style.css']);
});
