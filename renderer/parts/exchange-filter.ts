import type { Exchange } from '../../shared/domain/exchange.ts';

/** The coarse choice above a list of exchanges. */
export type ExchangeScope = 'all' | 'out' | 'in' | 'errors';

/** Whether an exchange went wrong: refused or broken, whatever its status. */
export const isError = (exchange: Exchange): boolean => exchange.outcome !== 'ok';

const inScope = (exchange: Exchange, scope: ExchangeScope): boolean =>
  scope === 'all' || (scope === 'errors' ? isError(exchange) : exchange.direction === scope);

type Term = (exchange: Exchange) => boolean;

function termOf(word: string): Term {
  const [, name, value = ''] = /^(status|host|method|partner|road):(.*)$/.exec(word) ?? [];
  switch (name) {
    case 'status':
      return ({ status }) => String(status ?? 'none').startsWith(value.replace(/x+$/, ''));
    case 'host':
      return ({ url }) => URL.canParse(url) && new URL(url).host.includes(value);
    case 'method':
      return ({ method }) => method.toLowerCase() === value;
    case 'partner':
      return ({ partner }) => partner.toLowerCase().includes(value);
    case 'road':
      return ({ approach }) => approach.startsWith(value);
    default:
      return ({ url, note = '', partner, id }) =>
        url.toLowerCase().includes(word) ||
        note.toLowerCase().includes(word) ||
        partner.toLowerCase().includes(word) ||
        `#${id}` === word;
  }
}

/**
 * Whether an exchange is in the scope and fits every word of the text: a part of path, note or partner, `#213`, `status:4xx`,
 * `host:`, `method:`, `partner:`, `road:`.
 */
export function exchangeFilter(scope: ExchangeScope, text: string): (exchange: Exchange) => boolean {
  const terms = text.toLowerCase().split(/\s+/).filter(Boolean).map(termOf);
  return (exchange) => inScope(exchange, scope) && terms.every((fits) => fits(exchange));
}

/** The path and query of an exchange's URL, readable: as sent, percent-escapes of common signs undone. */
export function pathOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`
    .replaceAll('%24', '$')
    .replaceAll('%7C', '|')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',');
}
