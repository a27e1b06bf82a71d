import { TextArea } from '../../../ui/text-area.tsx';
import { resourceIn } from '../submission-request.ts';
import type { ContentProps } from './content-props.ts';
import { DocumentContent } from './document-content.tsx';
import { FileContent } from './file-content.tsx';
import { FormContent } from './form-content.tsx';
import { QueryContent } from './query-content.tsx';
import { RecordContent } from './record-content.tsx';
import style from './content.module.css';

/** Where the content of an attachment comes from, as its kind has it. */
export function ContentPart(props: ContentProps) {
  switch (props.card.kind) {
    case 'file':
      return <FileContent {...props} />;
    case 'reference':
      return <RecordContent {...props} />;
    case 'query':
      return <QueryContent {...props} />;
    case 'document':
      return <DocumentContent {...props} />;
    case 'form':
      return <FormContent {...props} />;
    case 'resource':
      return <ResourceContent {...props} />;
  }
}

/** A resource as it is. */
function ResourceContent({ card: { json }, set, name }: ContentProps) {
  const isBad = json.trim() !== '' && resourceIn(json) === undefined;
  return (
    <div className={style.whole}>
      <TextArea
        quiet
        label={`Resource of ${name}, as JSON`}
        lines={6}
        value={json}
        placeholder='{ "resourceType": "Observation", … }'
        error={isBad ? 'This is no FHIR resource in JSON.' : undefined}
        onChange={(next) => set({ json: next })}
      />
    </div>
  );
}
