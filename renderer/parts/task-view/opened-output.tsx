import { DocumentViewer } from '../document-viewer/document-viewer.tsx';
import type { OutputNode } from './output-tree.ts';

/** An output of a Task whose bytes are here. */
export type OpenableOutput = OutputNode & Required<Pick<OutputNode, 'place'>>;

/** Whether an output can be opened. */
export const isOpenable = (output: OutputNode | undefined): output is OpenableOutput => output?.place !== undefined;

/** An output of a Task, opened in place of the Task. */
export const OpenedOutput = ({ output, onClose }: { output: OpenableOutput; onClose: () => void }) => (
  <DocumentViewer
    key={output.key}
    exchangeId={output.place.exchangeId}
    side="response"
    pointer={output.place.pointer}
    name={output.reference}
    onClose={onClose}
  />
);
