import type { ReactNode } from 'react';

/** What a view of a FHIR resource is given. */
export interface FhirViewProps {
  name: string;
  /** Parsed JSON; long base64 and texts replaced by notes whose pointers lead into what was recorded. */
  resource: unknown;
  /** The switch between the views; every view puts it into its own bar. */
  head: ReactNode;
  /** Opens the document at a pointer. */
  onOpen: (pointer: string, name: string) => void;
  /** A long text by its pointer; undefined where it cannot be had. */
  readText: (pointer: string) => Promise<string | undefined>;
}
