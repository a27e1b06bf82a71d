import { useEffect, useState } from 'react';
import { narrativeOf } from '../resource-view/narrative.tsx';
import type { Narrative } from './composition.ts';
import type { FhirViewProps } from './fhir-view-props.ts';
import style from './fhir-viewer.module.css';

/** A narrative, made safe; a long one is read when it comes onto the page. */
export function NarrativeBlock({ narrative, readText }: { narrative: Narrative } & Pick<FhirViewProps, 'readText'>) {
  const pointer = 'pointer' in narrative ? narrative.pointer : undefined;
  const [text, setText] = useState<string | undefined>('xhtml' in narrative ? narrative.xhtml : undefined);
  const [isGone, setGone] = useState(false);
  useEffect(() => {
    if (pointer === undefined) return;
    let left = false;
    void readText(pointer).then((read) => {
      if (left) return;
      setText(read);
      setGone(read === undefined);
    });
    return () => {
      left = true;
    };
  }, [pointer, readText]);
  if (isGone) return <p className={style.quiet}>The narrative cannot be read.</p>;
  return text === undefined ? <p className={style.quiet}>Reading the narrative</p> : <div>{narrativeOf(text)}</div>;
}
