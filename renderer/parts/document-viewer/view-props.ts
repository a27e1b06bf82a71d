import type { ReactNode } from 'react';
import type { SniffedForm } from '../../../shared/fhir/sniff.ts';
import type { DocumentPlace, LoadedDocument } from './load-document.ts';

/** Opens a document that stands inside another. */
type OpenInner = (inner: { name: string; document: LoadedDocument }) => void;

/** What every way to look at a document is given. */
export interface ViewProps {
  name: string;
  document: LoadedDocument;
  /** The switch between the views; every view puts it into its own bar. */
  head: ReactNode;
  onOpen: OpenInner;
  /** Saves a copy. */
  onSave: () => void;
  place?: DocumentPlace;
  form: SniffedForm;
}
