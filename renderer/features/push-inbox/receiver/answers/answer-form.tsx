import type { AnswerRule } from '../../../../../shared/domain/answer-rule.ts';
import { RuleFrame } from '../../../../parts/ordered-rules/rule-frame.tsx';
import style from '../../../../parts/ordered-rules/rules.module.css';
import { useRuleDraft } from '../../../../parts/ordered-rules/use-rule-draft.ts';
import { useCommands } from '../../../../stores/use-commands.ts';
import { Checkbox } from '../../../../ui/checkbox.tsx';
import { ChoiceList } from '../../../../ui/choice-list.tsx';
import { ComboBox } from '../../../../ui/combo-box.tsx';
import { TextField } from '../../../../ui/text-field.tsx';
import { type AnswerDraft, answerInput, answerProblems, draftOfAnswer, emptyAnswer } from './answer-draft.ts';
import { statuses, ways } from './answer-words.ts';
import { WhenFields } from './when-fields.tsx';

interface Props {
  /** The rule to edit; a new one where it is left out. */
  rule?: AnswerRule | undefined;
  onDone: () => void;
}

/** Makes or edits a rule: which pushes, and how they are answered. */
export function AnswerForm({ rule, onDone }: Props) {
  const { busy, failure, run } = useCommands();
  const { draft, problems, patch, save } = useRuleDraft<AnswerDraft>({
    begin: () => (rule ? draftOfAnswer(rule) : emptyAnswer),
    problemsOf: answerProblems,
    save: (typed) => run('answers.save', answerInput(typed)),
    onDone,
  });
  return (
    <RuleFrame
      isNew={rule === undefined}
      name={draft.name}
      nameError={problems.name}
      placeholder="Unsigned from Lakeside"
      onName={(name) => patch({ name })}
      isBusy={busy !== undefined}
      failure={failure}
      onSave={() => void save()}
      onDone={onDone}
    >
      <WhenFields draft={draft} onPatch={patch} />
      <ChoiceList label="Then" value={draft.answer} choices={ways} onChange={(answer) => patch({ answer })} />
      {draft.answer === 'status' && (
        <ComboBox
          label="Status"
          mono
          value={draft.status}
          choices={statuses}
          placeholder="429"
          onChange={(status) => patch({ status })}
        />
      )}
      {problems.status && <p role="alert">{problems.status}</p>}
      {draft.answer !== 'ask' && (
        <TextField
          label="Words for the sender"
          value={draft.text}
          error={problems.text}
          placeholder={draft.answer === 'reject' ? 'why it is refused' : 'the usual ones'}
          onChange={(text) => patch({ text })}
        />
      )}
      <div className={style.two}>
        <TextField
          label="Answer late by, in seconds"
          mono
          value={draft.delay}
          error={problems.delay}
          placeholder="at once"
          onChange={(delay) => patch({ delay })}
        />
        <TextField
          label="Retry-After, in seconds"
          mono
          value={draft.retryAfter}
          error={problems.retryAfter}
          placeholder="not sent"
          onChange={(retryAfter) => patch({ retryAfter })}
        />
      </div>
      <Checkbox isSelected={draft.drop} onChange={(drop) => patch({ drop })}>
        End the connection without an answer; what came is kept all the same
      </Checkbox>
    </RuleFrame>
  );
}
