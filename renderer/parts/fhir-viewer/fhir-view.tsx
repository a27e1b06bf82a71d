import type { ReactNode } from 'react';
import { JsonView } from '../../ui/json-view.tsx';
import { AnswersView } from './answers-view.tsx';
import { BundleView } from './bundle-view.tsx';
import { DocumentView } from './document-view.tsx';
import { FactsView } from './facts-view.tsx';
import type { FhirViewId } from './fhir-kinds.ts';
import type { FhirViewProps } from './fhir-view-props.ts';

const components: Record<FhirViewId, (props: FhirViewProps) => ReactNode> = {
  answers: AnswersView,
  document: DocumentView,
  entries: BundleView,
  facts: FactsView,
  json: ({ name, resource, head, onOpen }) => (
    <JsonView
      label={`JSON of ${name}`}
      value={resource}
      head={head}
      onOpen={({ pointer }) => onOpen(pointer, 'Attachment')}
    />
  ),
};

/** A FHIR resource, looked at in one of its ways. */
export function FhirView({ view, ...props }: FhirViewProps & { view: FhirViewId }) {
  const View = components[view];
  return <View {...props} />;
}
