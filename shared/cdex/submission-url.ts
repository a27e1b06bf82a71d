/** Where the operation's name stands at the end of a path, with or without its sign escaped. */
const operation = /\/(\$|%24)submit-attachment\/?$/i;

const webUrl = (text: string): URL | undefined => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && (url.protocol === 'http:' || url.protocol === 'https:') ? url : undefined;
};

/**
 * The URL of the operation. Endpoint discovery hands out a base, the guide's examples of payer-url the whole URL, so the operation's name
 * is added only where it is missing. Undefined for what is no http(s) URL.
 */
export function submissionUrl(to: string): string | undefined {
  const url = webUrl(to.trim());
  if (!url) return undefined;
  url.hash = '';
  if (!operation.test(url.pathname)) url.pathname = `${url.pathname.replace(/\/+$/, '')}/$submit-attachment`;
  return url.href;
}

/** The base the operation stands below, without a trailing slash; of a base the base itself. Undefined for what is no http(s) URL. */
export function submissionBase(to: string): string | undefined {
  const url = webUrl(to.trim());
  return url && `${url.origin}${url.pathname.replace(operation, '').replace(/\/+$/, '')}`;
}
