// The only globals `shared` may use beyond ECMAScript: URL parsing, present in Node and in every browser alike.
interface URLSearchParams extends Iterable<[string, string]> {
  append(name: string, value: string): void;
  get(name: string): string | null;
  getAll(name: string): string[];
  has(name: string): boolean;
  set(name: string, value: string): void;
  delete(name: string): void;
  toString(): string;
}
declare var URLSearchParams: { new (init?: string | Iterable<readonly [string, string]>): URLSearchParams };
interface URL {
  readonly origin: string;
  readonly href: string;
  readonly protocol: string;
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  pathname: string;
  search: string;
  hash: string;
  username: string;
  password: string;
  readonly searchParams: URLSearchParams;
}
declare var URL: { new (url: string, base?: string): URL; canParse(url: string, base?: string): boolean };
