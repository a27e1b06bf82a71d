import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { makeNodePorts } from '../../../main/hosts/node-ports.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'switchboard-ports-'));
const host = { host: 'cli', capabilities: ['environment'], log: () => {} } as const;

describe('the ports of a Node host', () => {
  it('are made on the folder named, with this product’s version and files', () => {
    const made = makeNodePorts({ ...host, dataFolder: path.join(scratch, 'data') });
    if (!made.ok) throw new Error(made.error.message);
    const ports = made.value;
    const manifest = JSON.parse(readFileSync(path.resolve('package.json'), 'utf8'));
    expect(ports).toMatchObject({ host: 'cli', version: manifest.version, dataFolder: path.join(scratch, 'data') });
    expect(fileURLToPath(ports.assets.sandboxWorker)).toBe(path.resolve('main/sandbox/worker.ts'));
    expect(ports.assets.definitionsFile).toBe(path.resolve('out/fhir/r4.json'));
    expect(ports.environment('PATH')).toBe(process.env.PATH);
    expect(ports.environment('SWITCHBOARD_NO_SUCH_VARIABLE')).toBeUndefined();
  });

  it('open the settings once, when first asked for', async () => {
    const made = makeNodePorts({ ...host, dataFolder: path.join(scratch, 'lazy') });
    if (!made.ok) throw new Error(made.error.message);
    expect(existsSync(path.join(scratch, 'lazy', 'settings.json'))).toBe(false);
    expect(await made.value.settings()).toBe(await made.value.settings());
    expect((await made.value.settings()).get('receiverPort')).toBe(8443);
  });

  it('refuse a folder that cannot be used', () => {
    expect(makeNodePorts({ ...host, dataFolder: '/dev/null/x' })).toMatchObject({
      ok: false,
      error: { code: 'folder-unusable' },
    });
  });
});
