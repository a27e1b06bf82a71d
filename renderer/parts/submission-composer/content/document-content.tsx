import { IconButton } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { useComposing } from '../composer-store.ts';
import { patientClause, usePatientId } from './about-patient.ts';
import type { ContentProps } from './content-props.ts';
import style from './content.module.css';
import { RecordSearch } from './record-search.tsx';

/** A FHIR document: a Composition made over the chosen resources of the record. */
export function DocumentContent({ card: { references, documentTitle }, set, source, name }: ContentProps) {
  const memberId = useComposing((state) => state.form.memberId);
  const whose = patientClause(usePatientId(source), memberId);
  const toggle = (reference: string) =>
    set({
      references: references.includes(reference)
        ? references.filter((one) => one !== reference)
        : [...references, reference],
    });
  return (
    <div className={style.whole}>
      <TextField
        quiet
        label={`Title of the document of ${name}`}
        value={documentTitle}
        placeholder="Title of the document"
        onChange={(next) => set({ documentTitle: next })}
      />
      {references.length > 0 && (
        <ul className={style.chosen} aria-label={`Resources in the document of ${name}`}>
          {references.map((reference) => (
            <li key={reference}>
              <code>{reference}</code>
              <IconButton icon="close" size="small" label={`Take ${reference} out`} onPress={() => toggle(reference)} />
            </li>
          ))}
        </ul>
      )}
      {source && (
        <RecordSearch
          key={`${source.id} ${whose}`}
          source={source}
          start={`Condition?${whose}`}
          chosen={references}
          onToggle={toggle}
          name={name}
        />
      )}
    </div>
  );
}
