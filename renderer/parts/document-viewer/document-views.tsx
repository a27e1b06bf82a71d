import { type ReactNode, useMemo, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import { sniff } from '../../../shared/fhir/sniff.ts';
import { IconButton } from '../../ui/button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { AboutView } from './about-view.tsx';
import { BytesView } from './bytes-view.tsx';
import { CdaHeaderView, CdaView } from './cda-view.tsx';
import { FhirBytes } from './fhir-bytes.tsx';
import { fhirKindOf } from './fhir-kind.ts';
import { FailureNote } from '../failure-note.tsx';
import { saveFile } from '../save-file.ts';
import { fileNameOf, type ViewId, viewName, viewsOf } from './forms.ts';
import { ImageView } from './image-view.tsx';
import type { LoadedDocument } from './load-document.ts';
import { PdfTextView, PdfView } from './pdf-view.tsx';
import { ResourceJson } from './resource-json.tsx';
import { TextView } from './text-view.tsx';
import type { ViewProps } from './view-props.ts';

const components: Record<ViewId, (props: ViewProps) => ReactNode> = {
  page: PdfView,
  text: (props) => (props.form === 'pdf' ? <PdfTextView {...props} /> : <TextView {...props} />),
  image: ImageView,
  document: CdaView,
  header: CdaHeaderView,
  answers: (props) => <FhirBytes {...props} view="answers" />,
  sections: (props) => <FhirBytes {...props} view="document" />,
  entries: (props) => <FhirBytes {...props} view="entries" />,
  facts: (props) => <FhirBytes {...props} view="facts" />,
  resource: ResourceJson,
  about: AboutView,
  bytes: BytesView,
};

interface Props extends Omit<ViewProps, 'head' | 'form' | 'onSave'> {
  document: LoadedDocument;
}

/** A loaded document, by what its bytes say it is; other ways to look at it are one press away. */
export function DocumentViews(props: Props) {
  const { form, contentType } = useMemo(() => sniff(props.document.bytes), [props.document]);
  const kind = useMemo(() => fhirKindOf(props.document.bytes), [props.document]);
  const views = viewsOf(form, kind);
  const [chosen, setChosen] = useState<ViewId>();
  const view = chosen && views.includes(chosen) ? chosen : (views[0] ?? 'bytes');
  const [unsaved, setUnsaved] = useState<Failure>();
  const save = () => {
    const { document, name, place } = props;
    const file = { bytes: document.bytes, type: contentType, name: fileNameOf(name, form) };
    void saveFile({ ...file, exchangeId: place?.exchangeId }).then(setUnsaved);
  };
  const head = (
    <>
      <Segmented
        label="Show the document as"
        size="small"
        value={view}
        onChange={setChosen}
        options={views.map((value) => ({ value, label: viewName(value, form) }))}
      />
      <IconButton icon="download" label="Save a copy" size="small" onPress={save} />
    </>
  );
  const View = components[view];
  return (
    <>
      {unsaved && <FailureNote failure={unsaved} />}
      <View {...props} form={form} head={head} onSave={save} />
    </>
  );
}
