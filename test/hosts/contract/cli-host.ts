import { rm } from 'node:fs/promises';
import path from 'node:path';
import { type ErrorCode, exitCode, type Reply } from '../../../shared/contract/errors.ts';
import type { Host } from './host.ts';
import { makeSurroundings, runBin, type Served, type Surroundings, serve } from './processes.ts';
import { follow } from './web.ts';

/** One call as a process of its own; its exit code must be the one its failure has. */
export async function callByProcess(
  { environment }: Surroundings,
  name: string,
  text: string,
): Promise<Reply<unknown>> {
  const { code, out, err } = await runBin(['call', name, '--input', '-', '--json'], environment, text);
  if (out === '') throw new Error(`${name} ended with ${code} and no answer: ${err}`);
  if (code === 0) return { ok: true, value: JSON.parse(out) };
  const { error } = JSON.parse(out) as { error: { code: ErrorCode; message: string; next: string } };
  if (exitCode(error.code) !== code) throw new Error(`${name} ended with ${code} for ${error.code}: ${err}`);
  return { ok: false, error };
}

/** The command line: a process a call. What must stay runs in a `serve` beside it, on the same folder. */
export async function openCli(): Promise<Host> {
  const surroundings = await makeSurroundings();
  let beside: Served | undefined;
  const callText = (name: string, text: string) => callByProcess(surroundings, name, text);
  return {
    ...surroundings,
    name: 'cli',
    capabilities: ['environment', 'write-files'],
    settingsFile: path.join(surroundings.dataFolder, 'settings.json'),
    call: (name, input) => callText(name, JSON.stringify(input)),
    callText,
    async listen() {
      beside ??= await serve(surroundings);
      return follow(beside.url);
    },
    restart: async () => undefined,
    async close() {
      await beside?.stop();
      await rm(surroundings.root, { recursive: true, force: true });
    },
  };
}
