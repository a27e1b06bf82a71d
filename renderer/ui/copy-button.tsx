import { useEffect, useState } from 'react';
import { Button, IconButton } from './button.tsx';

/** Puts text on the clipboard; false where the page may not. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByEvent(text);
  }
}

/** The older way, for a page that is refused every permission, as the desktop's is: a copy that was asked for by hand needs none. */
function copyByEvent(text: string): boolean {
  const put = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  };
  document.addEventListener('copy', put, { capture: true, once: true });
  const copied = document.execCommand('copy');
  document.removeEventListener('copy', put, { capture: true });
  return copied;
}

interface Props {
  /** The text, or how to get it when it is asked for. */
  text: string | (() => string | Promise<string>);
  /** What is copied: "Copy id". */
  label: string;
  size?: 'small' | 'plain';
  /** Shows the label as words. */
  words?: boolean;
  keys?: string;
}

/** Copies, and says so for a moment. */
export function CopyButton({ text, label, size, words, keys }: Props) {
  const [copied, setCopied] = useState<boolean>();
  useEffect(() => {
    if (copied === undefined) return;
    const timer = setTimeout(() => setCopied(undefined), 1600);
    return () => clearTimeout(timer);
  }, [copied]);
  const press = async () => setCopied(await copyText(typeof text === 'string' ? text : await text()));
  const said = copied === undefined ? label : copied ? 'Copied' : 'Could not copy';
  const icon = copied ? 'copied' : 'copy';
  const props = { icon, size, keys, onPress: () => void press() } as const;
  return words ? <Button {...props}>{said}</Button> : <IconButton {...props} label={said} />;
}
