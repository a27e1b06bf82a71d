import type { Identifier } from '@medplum/fhirtypes';
import { dig, textOf } from './json.ts';

/** A business identifier as two texts. */
export interface BusinessIdentifier {
  system?: string;
  value: string;
}

/**
 * `SYSTEM|VALUE`, `|VALUE` or `VALUE` as an Identifier; undefined when there is no value. The first bar divides, so a value may hold bars.
 */
export function parseIdentifier(text: string): (Identifier & BusinessIdentifier) | undefined {
  const bar = text.indexOf('|');
  const system = bar < 0 ? '' : text.slice(0, bar).trim();
  const value = text.slice(bar + 1).trim();
  if (value === '') return undefined;
  return system === '' ? { value } : { system, value };
}

/** An Identifier as `SYSTEM|VALUE`, or its value alone where it has no system; a plain text (older versions) as it is; else undefined. */
export function formatIdentifier(identifier: unknown): string | undefined {
  const plain = textOf(identifier);
  if (plain) return plain;
  const [system, value] = [textOf(dig(identifier, 'system')), textOf(dig(identifier, 'value'))];
  if (value === undefined) return undefined;
  // A bar in a value without a system would read as the end of one.
  return system ? `${system}|${value}` : value.includes('|') ? `|${value}` : value;
}

/** The value of `SYSTEM|VALUE`: what people read; the text itself where there is no system. */
export const identifierValue = (identifier: string): string => parseIdentifier(identifier)?.value ?? identifier;

/** The system of `SYSTEM|VALUE`; undefined where it has none. */
export const identifierSystem = (identifier: string): string | undefined => parseIdentifier(identifier)?.system;
