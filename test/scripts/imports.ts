import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** One import: who imports (path from the repository's root), and what: such a path, or a package's or built-in module's name. */
export interface Import {
  from: string;
  to: string;
}

// `import ... from 'x'`, `export ... from 'x'`, `import 'x'` at the start of a line; `import('x')` and `new URL('x', import.meta.url)` anywhere.
const patterns = [
  /^\s*(?:import|export)\b[^'";]*?\bfrom\s*(['"])([^'"\n]+)\1/gm,
  /^\s*import\s*(['"])([^'"\n]+)\1/gm,
  /\bimport\(\s*(['"])([^'"\n]+)\1/g,
  /\bnew URL\(\s*(['"])([^'"\n]+)\1\s*,\s*import\.meta\.url/g,
];

/** What a source text imports, types included, in the words it uses. */
export function readImports(source: string): string[] {
  return patterns.flatMap((pattern) => [...source.matchAll(pattern)].map(([, , name = '']) => name));
}

/** `@scope/name/deep/file` and `name/file` as the package's name; built-in modules keep their path. */
const packageOf = (name: string) =>
  name.startsWith('node:') ? name : name.split('/', name.startsWith('@') ? 2 : 1).join('/');

const posix = (file: string) => file.split(path.sep).join('/');

/** Every import of the sources under these folders. */
export function importsUnder(root: string, folders: readonly string[]): Import[] {
  const files = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|tsx)$/.test(name))
      .map((name) => path.join(folder, name)),
  );
  return files.flatMap((file) =>
    readImports(readFileSync(path.join(root, file), 'utf8')).map((name) => ({
      from: posix(file),
      to: name.startsWith('.') ? posix(path.join(path.dirname(file), name)) : packageOf(name),
    })),
  );
}
