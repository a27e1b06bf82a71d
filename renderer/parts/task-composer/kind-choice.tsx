import type { CdexVersion } from '../../../shared/domain/connection.ts';
import type { RequestKind } from '../../../shared/domain/task-request.ts';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { openApproach } from '../choose-approach/approach-store.ts';
import style from './kind-choice.module.css';
import { kindSays, versionNote } from './kind-words.ts';

interface Props {
  kind: RequestKind;
  onChange: (kind: RequestKind) => void;
  version: CdexVersion;
}

/** Which of the five: the answer comes with the Task (data request), or is pushed to the payer (attachment request). */
export function KindChoice({ kind, onChange, version }: Props) {
  const note = versionNote(kind, version);
  return (
    <section className={style.kinds} aria-label="Kind of request">
      <div className={style.groups}>
        <span>Data request</span>
        <Segmented<RequestKind>
          label="Data request"
          value={kind}
          onChange={onChange}
          options={[
            { value: 'data-request-query', label: 'Query' },
            { value: 'data-request-code', label: 'Documents by code' },
            { value: 'data-request-questionnaire', label: 'Questionnaire' },
          ]}
        />
        <span>Attachment request</span>
        <Segmented<RequestKind>
          label="Attachment request"
          value={kind}
          onChange={onChange}
          options={[
            { value: 'attachment-request-code', label: 'Documents' },
            { value: 'attachment-request-questionnaire', label: 'Questionnaires' },
          ]}
        />
      </div>
      <p className={style.says}>
        <code>{kind}</code> {kindSays[kind]}
        {note && <small>{note}</small>}
      </p>
      <span className={style.which}>
        <Button kind="bare" size="small" keys="g w" onPress={openApproach}>
          Which approach?
        </Button>
      </span>
    </section>
  );
}
