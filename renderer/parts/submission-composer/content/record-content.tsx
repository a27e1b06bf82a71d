import type { BundleRow } from '../../../../shared/fhir/summary.ts';
import { TextField } from '../../../ui/text-field.tsx';
import type { CardForm } from '../submission-form.ts';
import { useComposing } from '../composer-store.ts';
import { patientClause, usePatientId } from './about-patient.ts';
import type { ContentProps } from './content-props.ts';
import style from './content.module.css';
import { RecordSearch } from './record-search.tsx';

/** Documents of somebody (`whose`, a part of a search), by the code of the attachment where it has one. */
const documentsOf = (whose: string, code: string): string => {
  const bare = code.trim();
  const type = /^\d+-\d$/.test(bare) ? `&type=http://loinc.org|${bare}` : '';
  return `DocumentReference?${whose}${type}`;
};

/** One resource of the record; a document it points at comes with it. */
export function RecordContent({ card: { reference, title, code }, set, source, name }: ContentProps) {
  /** What the resource says of itself, where the card does not say it yet. */
  const saidBy = (row: BundleRow): Partial<CardForm> => ({
    title: title || (row.title.split(', ')[0] ?? ''),
    code: code || (/^\d+-\d$/.test(row.code ?? '') ? (row.code ?? '') : ''),
  });
  const memberId = useComposing((state) => state.form.memberId);
  const whose = patientClause(usePatientId(source), memberId);
  return (
    <div className={style.whole}>
      <TextField
        quiet
        mono
        label={`Resource of ${name}`}
        value={reference}
        placeholder="DocumentReference/1, or look for it below"
        onChange={(next) => set({ reference: next })}
      />
      {source && (
        <RecordSearch
          key={`${source.id} ${whose}`}
          source={source}
          start={documentsOf(whose, code)}
          chosen={[reference]}
          onToggle={(next, row) => set(next === reference ? { reference: '' } : { reference: next, ...saidBy(row) })}
          name={name}
        />
      )}
    </div>
  );
}
