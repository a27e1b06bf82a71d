import type { Bundle, OperationOutcome, Resource } from '@medplum/fhirtypes';

/** What came back, with the body read. */
export interface Heard<T> {
  status: number;
  headers: Headers;
  text: string;
  json: T;
}

/** A plain client for one FHIR base URL. */
export class Client {
  readonly base: string;

  constructor(base: string) {
    this.base = base;
  }

  async send<T = Resource>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Heard<T>> {
    const response = await fetch(this.base + path, {
      method,
      headers: body === undefined ? headers : { 'content-type': 'application/fhir+json', ...headers },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: (isJson && text ? JSON.parse(text) : undefined) as T,
    };
  }

  get<T = Bundle>(path: string, headers?: Record<string, string>): Promise<Heard<T>> {
    return this.send<T>('GET', path, undefined, headers);
  }

  /** The ids of a search's matches, in order. */
  async ids(path: string): Promise<string[]> {
    const { json, status, text } = await this.get(path);
    if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
    return (json.entry ?? []).filter((one) => one.search?.mode === 'match').map((one) => one.resource?.id ?? '');
  }

  /** The ids of what a search brought along. */
  async included(path: string): Promise<string[]> {
    const { json } = await this.get(path);
    return (json.entry ?? []).filter((one) => one.search?.mode === 'include').map((one) => one.resource?.id ?? '');
  }

  /** Status and first sentence of a refusal. */
  async refusal(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<string> {
    const { status, json } = await this.send<OperationOutcome>(method, path, body, headers);
    return `${status} ${json?.issue?.[0]?.details?.text ?? ''}`;
  }
}
