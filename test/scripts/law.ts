import type { Import } from './imports.ts';

/** A part of the house and what it may import of ours, besides itself. Folders end in `/`; the longest match decides. */
const mayUse: Record<string, readonly string[]> = {
  'shared/fhir/': [],
  'shared/domain/': ['shared/fhir/'],
  'shared/cdex/': ['shared/domain/', 'shared/fhir/'],
  'shared/contract/': ['shared/domain/', 'shared/fhir/'],

  'main/ports.ts': ['shared/'],
  'main/store/': ['main/ports.ts', 'shared/'],
  'main/wire/': ['main/ports.ts', 'main/store/', 'shared/'],
  'main/credentials/': ['main/ports.ts', 'main/store/', 'shared/'],
  'main/exchange/': ['main/credentials/', 'main/wire/', 'main/store/', 'main/ports.ts', 'shared/'],
  'main/services/': ['main/credentials/', 'main/exchange/', 'main/wire/', 'main/store/', 'main/ports.ts', 'shared/'],
  'main/receiver/': ['main/services/', 'main/wire/', 'main/store/', 'main/ports.ts', 'shared/'],
  'main/schedule/': ['main/services/', 'main/store/', 'main/ports.ts', 'shared/'],
  'main/sandbox/': ['main/ports.ts', 'shared/'],
  'main/app/': [
    'main/credentials/',
    'main/exchange/',
    'main/wire/',
    'main/store/',
    'main/services/',
    'main/receiver/',
    'main/schedule/',
    'main/sandbox/',
    'main/ports.ts',
    'shared/',
  ],
  'main/hosts/': ['main/hosts/node/', 'main/app/', 'main/ports.ts', 'shared/'],
  'main/hosts/node/': ['main/store/private-folder.ts', 'main/ports.ts', 'shared/'],
  'main/hosts/loopback/': ['main/hosts/content-policy.ts', 'main/app/', 'main/ports.ts', 'shared/'],
  'main/hosts/cli/': ['main/hosts/loopback/', 'main/hosts/node/', 'main/hosts/node-ports.ts', 'main/app/', 'shared/'],
  'main/hosts/electron/': ['main/hosts/loopback/', 'main/hosts/node/', 'main/app/', 'main/ports.ts', 'shared/'],

  'renderer/ui/': [],
  'renderer/api/': ['shared/'],
  'renderer/stores/': ['renderer/api/', 'shared/'],
  'renderer/parts/': ['renderer/api/call.ts', 'renderer/stores/', 'renderer/ui/', 'shared/'],
  'renderer/features/': ['renderer/parts/', 'renderer/api/call.ts', 'renderer/stores/', 'renderer/ui/', 'shared/'],
  'renderer/': ['renderer/', 'shared/'],
};

/** Packages and built-in modules that have one door. A name that ends in `*` stands for all that begin so. */
const doors: Record<string, readonly string[]> = {
  electron: ['main/hosts/electron/'],
  'electron-store': ['main/hosts/electron/'],
  conf: ['main/hosts/', 'main/ports.ts'],
  'fhir-kit-client': ['main/exchange/'],
  undici: ['main/exchange/', 'main/wire/'],
  jose: ['main/credentials/', 'main/exchange/', 'main/sandbox/'],
  '@peculiar/x509': ['main/sandbox/', 'test/'],
  'reflect-metadata': ['main/sandbox/', 'test/'],
  'node-forge': ['main/credentials/'],
  '@medplum/core': ['main/sandbox/', 'main/services/questionnaires/', 'renderer/parts/questionnaire-form/'],
  '@medplum/react-hooks': ['renderer/parts/questionnaire-form/'],
  '@medplum/fhir-router': ['main/sandbox/'],
  'node:sqlite': ['main/store/', 'main/sandbox/'],
  'node:*': ['main/'],
  react: ['renderer/'],
  'react-*': ['renderer/'],
  zustand: ['renderer/'],
  'pdfjs-dist': ['renderer/'],
  '@tanstack/*': ['renderer/'],
};

/** What to do instead, for the slips that are likely; the first that fits is told. */
const advice: readonly [from: RegExp, to: RegExp, instead: string][] = [
  [/^renderer\//, /^main\//, 'the renderer speaks to main by call and listen of renderer/api, and nothing else'],
  [
    /^renderer\/features\//,
    /^renderer\/features\//,
    'what two features show belongs in renderer/parts, what they know in renderer/stores',
  ],
  [/^renderer\/ui\//, /./, 'ui knows nothing of the app: give it what it shows as properties'],
  [/^renderer\//, /^node:/, 'a page has no Node: ask main by a command of the contract'],
  [/./, /^electron(-store)?$/, 'what Electron can do, a host supplies as a port (main/ports.ts)'],
  [
    /^shared\//,
    /^(node:|react|main\/|renderer\/)/,
    'shared runs anywhere: what needs disk, network or a page stays in main or renderer and hands the data over',
  ],
  [/^shared\//, /./, 'fhir knows nothing, domain knows fhir, cdex and contract know domain and fhir'],
  [/^main\/store\//, /^main\//, 'the store keeps records; who decides about them calls it from main/services'],
  [
    /^main\/sandbox\//,
    /^main\//,
    'the sandbox is a partner: it is spoken to over HTTP and shares only main/ports.ts and shared',
  ],
  [
    /^main\//,
    /^main\/sandbox\//,
    'the sandbox is a partner: only main/app starts it, everybody else speaks HTTP to it',
  ],
  [/^main\//, /^main\/hosts\//, 'a service asks for a capability or a port; hosts are only started'],
  [/^main\//, /^main\/app\//, 'only hosts see the app; a part gets what it needs from its kit'],
  [/^main\//, /^renderer\//, 'main tells the renderer by events of the contract'],
  [/^main\//, /^(undici|fhir-kit-client)$/, 'every request to a partner leaves by the door in main/exchange'],
  [/^main\//, /^node:sqlite$/, 'records are read and written by main/store'],
];

const matches = (name: string, file: string) => (name.endsWith('/') ? file.startsWith(name) : file === name);

/** The part of the house a file belongs to. */
function partOf(file: string): string | undefined {
  const parts = Object.keys(mayUse).filter((name) => matches(name, file));
  return parts.sort((a, b) => b.length - a.length)[0];
}

/** The feature a file belongs to: `renderer/features/tasks`. */
const featureOf = (file: string) => /^renderer\/features\/[^/]+/.exec(file)?.[0];

function isAllowed({ from, to }: Import): boolean {
  const ours = /^(shared|main|renderer)\//.test(to);
  if (!ours) {
    const [, holders] =
      Object.entries(doors).find(([name]) => (name.endsWith('*') ? to.startsWith(name.slice(0, -1)) : to === name)) ??
      [];
    return holders === undefined || holders.some((holder) => matches(holder, from));
  }
  const part = partOf(from);
  if (part === undefined || partOf(to) === undefined) return false;
  if (featureOf(from) !== undefined && featureOf(to) !== undefined) return featureOf(from) === featureOf(to);
  return part === partOf(to) || (mayUse[part] ?? []).some((name) => matches(name, to));
}

/** The sentence for an import that breaks the law; undefined for one that keeps it. */
export function breach(given: Import): string | undefined {
  if (isAllowed(given)) return undefined;
  const { from, to } = given;
  const instead = advice.find(([who, what]) => who.test(from) && what.test(to))?.[2];
  const may = mayUse[partOf(from) ?? '']?.join(', ') || 'nothing of ours';
  return `${from} imports ${to}: ${instead ?? `${partOf(from) ?? 'a file outside the house'} may use ${may}`}.`;
}
