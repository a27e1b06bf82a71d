import { call } from '../../../api/call.ts';
import { OperationProgress } from '../../../parts/operation-progress.tsx';
import type { Operation } from '../../../stores/operations.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import style from './detail.module.css';

/** The host opens the person's browser where it can; a page in a browser opens the address itself. */
async function openAddress(url: string): Promise<void> {
  const reply = await call('links.open', { url });
  if (!reply.ok) window.open(url, '_blank', 'noopener,noreferrer');
}

/** A sign-in under way: where it goes on, the address to open or copy, and the way to stop waiting. */
export function SignInProgress({ operation }: { operation: Operation }) {
  const url = operation.progress?.url;
  return (
    <>
      <OperationProgress operation={operation} label="Waiting for the sign-in in the browser" />
      {url && (
        <p className={style.address}>
          <code title={url}>{url}</code>
          <Button size="small" icon="external" onPress={() => void openAddress(url)}>
            Open
          </Button>
          <CopyButton text={url} label="Copy the address" size="small" words />
        </p>
      )}
    </>
  );
}
