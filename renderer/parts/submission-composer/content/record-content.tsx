import { TextField } from '../../../ui/text-field.tsx';
import { useComposing } from '../composer-store.ts';
import type { ContentProps } from './content-part.tsx';
import style from './content.module.css';
import { RecordSearch } from './record-search.tsx';

/** Documents of a patient, by the code of the attachment where it has one. */
export const documentsOf = (patientId: string, code: string): string => {
  const bare = code.trim();
  const type = /^\d+-\d$/.test(bare) ? `&type=http://loinc.org|${bare}` : '';
  return `DocumentReference?patient=${patientId || 'PATIENT-ID'}${type}`;
};

/** One resource of the record; a document it points at comes with it. */
export function RecordContent({ card: { reference, title, code }, set, source, name }: ContentProps) {
  const patientId = useComposing((state) => state.form.patientId);
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
          key={`${source.id} ${patientId}`}
          source={source}
          start={documentsOf(patientId, code)}
          chosen={[reference]}
          onToggle={(next, row) => set({ reference: next === reference ? '' : next, title: title || row.title })}
          name={name}
        />
      )}
    </div>
  );
}
