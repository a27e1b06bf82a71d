import { useCallback, useMemo } from 'react';
import { elide } from '../../../shared/fhir/elide.ts';
import { textOf } from '../../../shared/fhir/json.ts';
import { getPointer } from '../../../shared/fhir/pointer.ts';
import { FhirView } from '../fhir-viewer/fhir-view.tsx';
import type { FhirViewId } from '../fhir-viewer/fhir-kinds.ts';
import type { ViewProps } from './view-props.ts';
import { innerDocument } from './inner-document.ts';
import { useJson } from './resource-json.tsx';

/** A FHIR resource whose bytes are on the page already, such as one inside a base64 string, in one of its ways. */
export function FhirBytes({ view, name, document, head, onOpen }: ViewProps & { view: FhirViewId }) {
  const { value } = useJson(document.bytes);
  const shown = useMemo(() => elide(value), [value]);
  const open = (pointer: string) => {
    const inner = innerDocument(value, pointer);
    if (inner) onOpen(inner);
  };
  const readText = useCallback(async (pointer: string) => textOf(getPointer(value, pointer)), [value]);
  return <FhirView view={view} name={name} resource={shown} head={head} onOpen={open} readText={readText} />;
}
