import type { HeaderList } from '../../shared/domain/exchange.ts';

/** Raw headers (name, value, name, value ...) as pairs, in order and as spelled. */
export function headerList(raw: readonly string[]): HeaderList {
  const list: HeaderList = [];
  for (let i = 0; i + 1 < raw.length; i += 2) list.push([raw[i] as string, raw[i + 1] as string]);
  return list;
}
