import { chipOf } from '../../ui/json-lines.ts';

/** One value of a resource with the way to it. */
export interface FlatRow {
  /** FHIRPath-like, from the resource: `code.coding[0].display`. */
  path: string;
  /** As text; empty for an empty object or list. */
  value: string;
  /** Where the value is a reference that can be followed. */
  reference?: string;
  /** Where base64 stood. */
  base64?: { bytes: number; pointer: string };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every value of a resource, one a row, in the order of the JSON. Elided base64 and long texts are one row each. */
export function flatRows(resource: unknown): FlatRow[] {
  const rows: FlatRow[] = [];
  const visit = (value: unknown, path: string, name: string) => {
    const chip = chipOf(value);
    if (chip) return rows.push({ path, value: '', base64: { bytes: chip.bytes, pointer: chip.pointer } });
    if (isRecord(value) && isRecord(value.$text)) {
      return rows.push({ path, value: `text of ${String(value.$text.length)} letters, not shown` });
    }
    if (Array.isArray(value)) return value.forEach((one, index) => void visit(one, `${path}[${index}]`, name));
    if (isRecord(value)) {
      const entries = Object.entries(value);
      if (entries.length === 0) rows.push({ path, value: '' });
      for (const [key, one] of entries) visit(one, path === '' ? key : `${path}.${key}`, key);
      return undefined;
    }
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const follows = name === 'reference' && typeof value === 'string' && !value.startsWith('#');
    return rows.push({ path, value: text, ...(follows && { reference: value }) });
  };
  visit(resource, '', '');
  return rows;
}
