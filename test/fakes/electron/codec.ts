/** A value as it travels in JSON: what JSON would lose is tagged, and so is every object. */
export type Wire = null | boolean | number | string | Wire[] | Tagged;

/** A tagged value: `$` names the type, `v` holds the content, `n` the name of an error or of a byte view. */
export interface Tagged {
  $: string;
  v?: Wire | Record<string, Wire>;
  n?: string;
}

/**
 * Turns a value that structured cloning accepts into its JSON form. Throws TypeError on types it does not carry (RegExp,
 * Blob ...) and RangeError on cycles. Also runs in pages as text, so it uses nothing from outside itself.
 */
export function encode(value: unknown): Wire {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') {
    const survives = Number.isFinite(value) && !Object.is(value, -0);
    return survives ? value : { $: 'number', v: Object.is(value, -0) ? '-0' : String(value) };
  }
  if (value === undefined) return { $: 'undefined' };
  if (typeof value === 'bigint') return { $: 'bigint', v: String(value) };
  if (Array.isArray(value)) return value.map(encode);
  if (value instanceof Date) return { $: 'date', v: encode(value.getTime()) };
  if (value instanceof Error) return { $: 'error', n: value.name, v: value.message };
  if (value instanceof Map) return { $: 'map', v: [...value].map(encode) };
  if (value instanceof Set) return { $: 'set', v: [...value].map(encode) };
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    const whole = value instanceof ArrayBuffer;
    const bytes = whole ? new Uint8Array(value) : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    let text = '';
    const step = 0x8000; // as many arguments as a call surely takes
    for (let at = 0; at < bytes.length; at += step) text += String.fromCharCode(...bytes.subarray(at, at + step));
    return { $: 'bytes', n: whole ? 'ArrayBuffer' : value.constructor.name, v: btoa(text) };
  }
  const prototype = typeof value === 'object' ? Object.getPrototypeOf(value) : undefined;
  if (typeof value === 'object' && (prototype === Object.prototype || prototype === null)) {
    return { $: 'object', v: Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, encode(entry)])) };
  }
  throw new TypeError(`The electron stand-in does not carry ${Object.prototype.toString.call(value)}`);
}

/** The reverse of `encode`. Also runs in pages as text. */
export function decode(wire: Wire): unknown {
  if (Array.isArray(wire)) return wire.map(decode);
  if (wire === null || typeof wire !== 'object') return wire;
  const list = () => (Array.isArray(wire.v) ? wire.v.map(decode) : []);
  switch (wire.$) {
    case 'undefined':
      return undefined;
    case 'number':
      return Number(wire.v);
    case 'bigint':
      return BigInt(String(wire.v));
    case 'date':
      return new Date(Number(decode(wire.v as Wire)));
    case 'error':
      return Object.assign(new Error(String(wire.v)), { name: wire.n });
    case 'map':
      return new Map(list() as [unknown, unknown][]);
    case 'set':
      return new Set(list());
    case 'bytes': {
      const text = atob(String(wire.v));
      const bytes = new Uint8Array(text.length);
      for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
      const { buffer } = bytes;
      if (wire.n === 'ArrayBuffer') return buffer;
      const View = Reflect.get(globalThis, String(wire.n)) as new (buffer: ArrayBuffer) => unknown;
      return new View(buffer);
    }
    case 'object':
      return Object.fromEntries(Object.entries(wire.v ?? {}).map(([key, entry]) => [key, decode(entry as Wire)]));
    default:
      throw new TypeError(`Unknown tag ${wire.$}`);
  }
}
