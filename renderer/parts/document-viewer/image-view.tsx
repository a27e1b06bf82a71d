import { useEffect, useState } from 'react';
import { sniffType } from '../../../shared/fhir/sniff.ts';
import { Finding, FindingList } from '../../ui/finding.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import type { ViewProps } from './view-props.ts';
import { Sheet } from './sheet.tsx';
import style from './viewer.module.css';

/** A PNG, JPEG or GIF, by its bytes and not by its name. */
export function ImageView({ name, document: { bytes }, head }: ViewProps) {
  const [url, setUrl] = useState<string>();
  const [size, setSize] = useState<string>();
  const [broken, setBroken] = useState(false);
  const [fit, setFit] = useState<'fit' | 'actual'>('fit');
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytes], { type: sniffType(bytes) }));
    setUrl(made);
    setBroken(false);
    return () => URL.revokeObjectURL(made);
  }, [bytes]);
  const lead = (
    <>
      <span>{size ?? 'Image'}</span>
      <Segmented
        label="Size of the image"
        size="small"
        value={fit}
        onChange={setFit}
        options={[
          { value: 'fit', label: 'Fit' },
          { value: 'actual', label: '100%' },
        ]}
      />
    </>
  );
  return (
    <Sheet label={`Image ${name}`} lead={lead} head={head} shape="bare">
      {broken ? (
        <div className={style.about}>
          <FindingList>
            <Finding
              result="fail"
              message="The bytes begin like an image, but no image can be made of them."
              next="Look at the bytes, or ask the sender for the document again."
            />
          </FindingList>
        </div>
      ) : (
        url && (
          <img
            className={style.image}
            data-fit={fit}
            src={url}
            alt={name}
            onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
              setSize(`${naturalWidth} by ${naturalHeight}`)
            }
            onError={() => setBroken(true)}
          />
        )
      )}
    </Sheet>
  );
}
