import type { FormDraft } from '../../../../shared/domain/form.ts';
import { recordsOf, useRecord, useRecords, useTable } from '../../../stores/records.ts';
import { formatMoment, formatNumberOf } from '../../../ui/format.ts';
import { Select } from '../../../ui/select.tsx';
import { useComposing } from '../composer-store.ts';
import type { ContentProps } from './content-props.ts';
import style from './content.module.css';

const openIn = ({ findings }: FormDraft): number =>
  findings.filter(({ rule, severity }) => rule === 'qr-required' || severity === 'error').length;

/** A questionnaire that was filled in here. Those of the Task that is answered come first. */
export function FormContent({ card: { formId, title }, set, name }: ContentProps) {
  const table = useTable('form');
  const taskId = useComposing((state) => state.answers?.taskId);
  const chosen = useRecord('form', formId || undefined);
  const forms = recordsOf({ ...useRecords.getState(), form: table }, 'form').sort(
    (a, b) => Number(b.taskId === taskId) - Number(a.taskId === taskId),
  );
  const open = chosen ? openIn(chosen) : 0;
  return (
    <div className={style.whole}>
      {forms.length === 0 ? (
        <p className={style.says}>
          No questionnaire was filled in yet: a received Task that asks for one offers “Fill in”.
        </p>
      ) : (
        <Select
          quiet
          label={`Questionnaire of ${name}`}
          placeholder="Choose a questionnaire that was filled in"
          value={formId || undefined}
          choices={forms.map((form) => ({
            value: form.id,
            label: form.title,
            note: `${formatMoment(form.updatedAt)}${form.taskId === taskId && taskId ? ', for this Task' : ''}`,
          }))}
          onChange={(id) => set({ formId: id, title: title || (table.byId.get(id)?.title ?? '') })}
        />
      )}
      {formId && !chosen && (
        <p className={style.says} data-st="warn">
          The form that was chosen is not kept any more.
        </p>
      )}
      {open > 0 && (
        <p className={style.says} data-st="warn">
          {formatNumberOf(open, 'question')} of it still to be answered or mended.
        </p>
      )}
    </div>
  );
}
