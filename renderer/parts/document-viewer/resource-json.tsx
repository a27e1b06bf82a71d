import { useMemo } from 'react';
import { elide } from '../../../shared/fhir/elide.ts';
import { Finding, FindingList } from '../../ui/finding.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import type { Base64Chip } from '../../ui/json-lines.ts';
import { Spring } from '../../ui/pane.tsx';
import { decodeText } from './decode-text.ts';
import type { ViewProps } from './view-props.ts';
import { innerDocument } from './inner-document.ts';
import style from './viewer.module.css';

/** The parsed JSON of bytes, or why there is none. */
export function useJson(bytes: Uint8Array): { value?: unknown; problem?: string } {
  return useMemo(() => {
    try {
      return { value: JSON.parse(decodeText(bytes).text.replace(/^\uFEFF/, '')) as unknown };
    } catch (thrown) {
      return { problem: thrown instanceof Error ? thrown.message : String(thrown) };
    }
  }, [bytes]);
}

/** JSON to read; what it carries as base64 opens as a document of its own. */
export function ResourceJson({ name, document, head, onOpen }: ViewProps) {
  const { value, problem } = useJson(document.bytes);
  const shown = useMemo(() => elide(value), [value]);
  const open = ({ pointer }: Base64Chip) => {
    const inner = innerDocument(value, pointer);
    if (inner) onOpen(inner);
  };
  if (problem !== undefined) {
    return (
      <div className={style.sheet}>
        <div className={style.bar}>
          <Spring />
          {head}
        </div>
        <div className={style.about}>
          <FindingList>
            <Finding
              result="fail"
              message={`This begins like JSON, but it is none: ${problem}.`}
              next="Look at its text."
            />
          </FindingList>
        </div>
      </div>
    );
  }
  return <JsonView label={`JSON of ${name}`} value={shown} onOpen={open} head={head} />;
}
