import { fileURLToPath } from 'node:url';

/** The trimmed definitions, made on first use. */
export async function definitionsFile(): Promise<string> {
  const file = fileURLToPath(new URL('../../../../out/fhir/r4.json', import.meta.url));
  const script = new URL('../../../../scripts/make-definitions.mjs', import.meta.url).href;
  const { makeDefinitions } = (await import(script)) as { makeDefinitions(file: string): Promise<boolean> };
  await makeDefinitions(file);
  return file;
}
