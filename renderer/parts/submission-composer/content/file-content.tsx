import { useId } from 'react';
import { FailureNote } from '../../failure-note.tsx';
import { Button } from '../../../ui/button.tsx';
import { formatSize } from '../../../ui/format.ts';
import { Icon } from '../../../ui/icon.tsx';
import { MonoId } from '../../../ui/mono-id.tsx';
import { Progress } from '../../../ui/progress.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { takeFile } from '../take-files.ts';
import { stopBringing, useBringing } from '../uploads.ts';
import type { ContentProps } from './content-props.ts';
import style from './content.module.css';

/** A file of this machine: chosen or dropped, brought in pieces, declared as what its first bytes say unless told otherwise. */
export function FileContent({ card, set, name }: ContentProps) {
  const { key, file, contentType } = card;
  const bringing = useBringing((state) => state[key]);
  const picker = useId();
  const choose = () => document.getElementById(picker)?.click();
  const isOnTheWay = bringing !== undefined && bringing.failure === undefined;
  return (
    <div className={style.whole}>
      {isOnTheWay && (
        <Progress
          label={`Taking in ${bringing.name}`}
          bytes={bringing.bytes}
          totalBytes={bringing.totalBytes}
          onCancel={() => stopBringing(key)}
        />
      )}
      {bringing?.failure && <FailureNote failure={bringing.failure} onRetry={choose} />}
      {file && !isOnTheWay && (
        <div className={style.file}>
          <p>
            <Icon name="document" size={14} />
            <b title={file.path ?? file.name}>{file.name}</b>
            {file.bytes !== undefined && <span>{formatSize(file.bytes)}</span>}
            {file.sha256 && (
              <span>
                sha256 <MonoId id={file.sha256} />
              </span>
            )}
            {file.bytes === 0 && <em data-st="warn">it is empty</em>}
          </p>
          <TextField
            quiet
            mono
            label={`Type of ${name}`}
            value={contentType}
            placeholder={file.sniffedType ?? 'as its bytes say'}
            onChange={(next) => set({ contentType: next })}
          />
          <Button size="small" onPress={choose} label={`Choose another file for ${name}`}>
            Another
          </Button>
        </div>
      )}
      {!file && !isOnTheWay && (
        <p>
          <Button size="small" icon="document" onPress={choose} label={`Choose a file for ${name}`}>
            Choose a file
          </Button>
        </p>
      )}
      <input
        id={picker}
        hidden
        type="file"
        tabIndex={-1}
        aria-label={`File of ${name}`}
        onChange={({ currentTarget }) => {
          const [chosen] = currentTarget.files ?? [];
          if (chosen) void takeFile(key, chosen);
          currentTarget.value = '';
        }}
      />
    </div>
  );
}
