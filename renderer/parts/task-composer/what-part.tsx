import { attachmentCodes } from '../../../shared/cdex/codes.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ComboBox } from '../../ui/combo-box.tsx';
import { Part } from '../../ui/pane.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { documentChoices, documentName } from '../composer/code-choices.ts';
import style from '../composer/fields.module.css';
import { misreadIn } from './lacks.ts';
import { QueryPart } from './query-part.tsx';
import { type FieldsProps, Slot } from './slot.tsx';
import { type AskedLine, askedLine, linesOf } from './task-form.ts';
import { useQuestionnaires } from './use-questionnaires.ts';

/** What is asked for, as the kind has it. */
export function WhatPart(props: FieldsProps) {
  switch (props.form.kind) {
    case 'data-request-query':
      return <QueryPart {...props} />;
    case 'data-request-code':
      return <CodePart {...props} />;
    case 'data-request-questionnaire':
      return <QuestionnairePart {...props} />;
    default:
      return <AttachmentsPart {...props} />;
  }
}

function CodePart({ form, set }: FieldsProps) {
  const name = documentName(form.code);
  return (
    <Part title="Documents">
      <div className={style.two}>
        <Slot field="code">
          <ComboBox
            label="Code"
            mono
            value={form.code}
            placeholder="LOINC or SYSTEM|CODE"
            choices={documentChoices}
            onChange={(code) => set({ code })}
          />
        </Slot>
        <Slot field="text">
          <TextField
            label="In words"
            value={form.text}
            placeholder={form.code ? 'if the code does not say it all' : 'in place of a code'}
            onChange={(text) => set({ text })}
          />
        </Slot>
      </div>
      {name && <p className={style.small}>{name}</p>}
    </Part>
  );
}

function QuestionnairePart({ form, set, partner }: FieldsProps) {
  const choices = useQuestionnaires(partner);
  return (
    <Part title="Questionnaire">
      <div className={style.two}>
        <Slot field="questionnaire">
          <ComboBox
            label="Canonical URL"
            mono
            value={form.questionnaire}
            placeholder="https://…/Questionnaire/id|version"
            choices={choices}
            onChange={(questionnaire) => set({ questionnaire })}
            onChoose={(url) => set({ questionnaire: url, title: nameOf(choices, url) })}
          />
        </Slot>
        <Slot field="title">
          <TextField
            label="What people call it"
            value={form.title}
            placeholder="if it helps"
            onChange={(title) => set({ title })}
          />
        </Slot>
      </div>
    </Part>
  );
}

const nameOf = (choices: readonly { value: string; label: string }[], url: string): string =>
  choices.find(({ value }) => value === url)?.label ?? '';

function AttachmentsPart({ form, set, partner }: FieldsProps) {
  const name = linesOf(form.kind);
  const lines = form[name];
  const isForms = name === 'questionnaires';
  const choices = useQuestionnaires(partner);
  const misread = misreadIn(form);
  const change = (next: AskedLine[]) => set({ [name]: next });
  const patch = (key: string, part: Partial<AskedLine>) =>
    change(lines.map((line) => (line.key === key ? { ...line, ...part } : line)));
  return (
    <Part title={isForms ? 'Questionnaires' : 'Attachments'} count={lines.length > 1 ? lines.length : undefined}>
      <Slot field="attachments">
        <div className={style.lines}>
          <div className={style.lineHead} aria-hidden>
            <span>{isForms ? 'Canonical URL' : 'Document'}</span>
            <span>In words</span>
            <span>Line items</span>
          </div>
          {lines.map((line, index) => (
            <div key={line.key} className={style.line}>
              <ComboBox
                quiet
                mono
                label={`${isForms ? 'Canonical URL' : 'Document'} ${index + 1}`}
                value={line.what}
                placeholder={isForms ? 'https://…/Questionnaire/id' : 'LOINC, SYSTEM|CODE or words'}
                choices={isForms ? choices : documentChoices}
                onChange={(what) => {
                  if (what !== line.what) patch(line.key, { what });
                }}
                onChoose={(what) =>
                  patch(line.key, { what, title: isForms ? nameOf(choices, what) : (attachmentCodes[what] ?? '') })
                }
              />
              <TextField
                quiet
                label={`In words ${index + 1}`}
                value={line.title}
                onChange={(title) => patch(line.key, { title })}
              />
              <TextField
                quiet
                mono
                label={`Line items ${index + 1}`}
                value={line.lineItems}
                placeholder="all"
                error={misread[line.key]}
                onChange={(lineItems) => patch(line.key, { lineItems })}
              />
              <IconButton
                icon="close"
                label={`Take away ${isForms ? 'questionnaire' : 'document'} ${index + 1}`}
                isDisabled={lines.length === 1}
                onPress={() => change(lines.filter(({ key }) => key !== line.key))}
              />
            </div>
          ))}
        </div>
      </Slot>
      <p className={style.add}>
        <Button kind="bare" icon="plus" size="small" onPress={() => change([...lines, askedLine()])}>
          {isForms ? 'Questionnaire' : 'Document'}
        </Button>
      </p>
    </Part>
  );
}
