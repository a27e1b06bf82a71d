import { useCallback, useEffect, useState } from 'react';
import type { ElidedJson } from '../../../shared/contract/documents.ts';
import type { Failure } from '../../../shared/contract/errors.ts';
import { textOf } from '../../../shared/fhir/json.ts';
import { call } from '../../api/call.ts';
import { IconButton } from '../../ui/button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { DocumentViewer } from '../document-viewer/document-viewer.tsx';
import { fileNameOf } from '../document-viewer/forms.ts';
import { type DocumentPlace, readDocument } from '../document-viewer/load-document.ts';
import { FailureNote } from '../failure-note.tsx';
import { saveFile } from '../save-file.ts';
import { type FhirViewId, fhirViewNames, fhirViewsOf } from './fhir-kinds.ts';
import { FhirView } from './fhir-view.tsx';
import style from './fhir-viewer.module.css';

interface Props extends DocumentPlace {
  /** What it is called, for its head and for a saved file. */
  name: string;
}

type Read = { json: ElidedJson } | { failure: Failure };

/** Saves the resource as it was recorded. */
async function save({ exchangeId, side, pointer, name }: Props): Promise<Failure | undefined> {
  const opened = await call('documents.open', { exchangeId, side, pointer });
  if (!opened.ok) return opened.error;
  const read = await readDocument(
    opened.value,
    () => {},
    () => false,
  );
  if (!read) return undefined;
  if (!read.ok) return read.error;
  const file = { bytes: read.value.bytes, type: 'application/fhir+json', name: fileNameOf(name, 'fhir-json') };
  return saveFile({ ...file, exchangeId });
}

/**
 * A FHIR resource of a recorded message, shown as what it is: answers beside their questions, a document by its sections, entries, or facts.
 * Only what is read comes to the page; base64 stays where it is until its document is opened. What is no JSON is shown as a document.
 */
export function FhirViewer(props: Props) {
  const { exchangeId, side, pointer, name } = props;
  const [read, setRead] = useState<Read>();
  const [chosen, setChosen] = useState<FhirViewId>();
  const [opened, setOpened] = useState<{ pointer: string; name: string }>();
  const [unsaved, setUnsaved] = useState<Failure>();
  useEffect(() => {
    let left = false;
    void call('documents.json', { exchangeId, side, pointer }).then((reply) => {
      if (!left) setRead(reply.ok ? { json: reply.value } : { failure: reply.error });
    });
    return () => {
      left = true;
    };
  }, [exchangeId, side, pointer]);
  const readText = useCallback(
    async (at: string) => {
      const reply = await call('documents.json', { exchangeId, side, pointer: at });
      return reply.ok ? textOf(reply.value.value) : undefined;
    },
    [exchangeId, side],
  );
  const open = useCallback((at: string, called: string) => setOpened({ pointer: at, name: called }), []);

  if (opened) {
    const close = () => setOpened(undefined);
    return <DocumentViewer {...{ exchangeId, side }} pointer={opened.pointer} name={opened.name} onClose={close} />;
  }
  if (!read) return <p className={style.waiting}>Reading {name}</p>;
  if ('failure' in read) {
    // XML, or far too much of it: its letters can still be read.
    if (read.failure.code === 'not-fhir') return <DocumentViewer {...props} isBare />;
    if (read.failure.code === 'invalid-input')
      return (
        <section className={style.viewer} aria-label={`Resource ${name}`}>
          <p className={style.waiting} role="status">
            Shown as plain text. {read.failure.message}
          </p>
          <DocumentViewer {...props} isBare />
        </section>
      );
    return <FailureNote failure={read.failure} />;
  }
  const resource = read.json.value;
  const views = fhirViewsOf(resource);
  const view = chosen && views.includes(chosen) ? chosen : (views[0] ?? 'json');
  const head = (
    <>
      {views.length > 1 && (
        <Segmented
          label="Show the resource as"
          size="small"
          value={view}
          onChange={setChosen}
          options={views.map((value) => ({ value, label: fhirViewNames[value] }))}
        />
      )}
      <IconButton icon="download" label="Save a copy" size="small" onPress={() => void save(props).then(setUnsaved)} />
    </>
  );
  return (
    <section className={style.viewer} aria-label={`Resource ${name}`}>
      {unsaved && <FailureNote failure={unsaved} />}
      <FhirView view={view} name={name} resource={resource} head={head} onOpen={open} readText={readText} />
    </section>
  );
}
