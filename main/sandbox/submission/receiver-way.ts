import type { ReceiverIntroduction } from '../../../shared/domain/receiver.ts';
import type { PushWay } from './post-submission.ts';
import type { PushLine } from './secure-post.ts';

/** What the sandbox itself has to show: its client certificate, and a token of its payer. */
interface Means {
  line(): Promise<PushLine>;
  token(): Promise<string>;
}

/** The way to the console's receiver, for a provider that was told of it as any partner is. */
export interface ReceiverWay {
  /** From now on this receiver, or none. */
  meet(receiver: ReceiverIntroduction | undefined): void;
  /** What the sandbox trusts and shows over HTTPS, the receiver's certificate included. */
  line(): Promise<PushLine>;
  /** Another way, with the receiver's in place of it where a URL leads there. */
  around(way: PushWay): PushWay;
}

/** Knows no receiver yet. */
export function createReceiverWay({ line, token }: Means): ReceiverWay {
  let known: ReceiverIntroduction | undefined;
  const leadsThere = (url: string) => known?.origins.includes(new URL(url).origin) === true;

  async function trusting(): Promise<PushLine> {
    const own = await line();
    return known?.ca ? { ...own, ca: `${own.ca}\n${known.ca}` } : own;
  }

  return {
    meet(receiver) {
      known = receiver;
    },
    line: trusting,
    around: (way) => ({
      line: (url) => (leadsThere(url) ? trusting() : way.line(url)),
      token: async (url) => {
        if (!leadsThere(url)) return way.token(url);
        return known?.bearer ? token() : undefined;
      },
      at(url) {
        if (!known || !leadsThere(url)) return { url, headers: {} };
        const { pathname, search } = new URL(url);
        // Whoever was told the whole address has its secret part already.
        const before = known.path && !pathname.startsWith(`/${known.path}/`) ? `/${known.path}` : '';
        return {
          url: `${known.local}${before}${pathname}${search}`,
          headers: known.header ? Object.fromEntries([known.header]) : {},
        };
      },
    }),
  };
}
