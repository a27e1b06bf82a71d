import { useMemo } from 'react';
import type { WorkRule } from '../../../../../shared/domain/work.ts';
import { RuleFrame } from '../../../../parts/ordered-rules/rule-frame.tsx';
import { useRuleDraft } from '../../../../parts/ordered-rules/use-rule-draft.ts';
import { WhenGroup, WhenText } from '../../../../parts/ordered-rules/when-group.tsx';
import { facetsOf } from '../../../../parts/task-board/facets.ts';
import { useRecords } from '../../../../stores/records.ts';
import { useCommands } from '../../../../stores/use-commands.ts';
import { Checkbox } from '../../../../ui/checkbox.tsx';
import { ChoiceList } from '../../../../ui/choice-list.tsx';
import { ComboBox } from '../../../../ui/combo-box.tsx';
import { Select } from '../../../../ui/select.tsx';
import { TextField } from '../../../../ui/text-field.tsx';
import { draftOfRule, emptyRule, type RuleDraft, ruleInput, ruleProblems } from './rule-draft.ts';
import { actions as ruleActions, kindChoices, needsText } from './rule-words.ts';

interface Props {
  connectionId: string;
  /** The rule to edit; a new one where it is left out. */
  rule?: WorkRule | undefined;
  onDone: () => void;
}

/** Makes or edits a rule: which Tasks, and what is done with them. */
export function RuleForm({ connectionId, rule, onDone }: Props) {
  const { busy, failure, run } = useCommands();
  const { draft, problems, patch, save } = useRuleDraft<RuleDraft>({
    begin: () => (rule ? draftOfRule(rule) : emptyRule),
    problemsOf: ruleProblems,
    save: (typed) => run('work.saveRule', ruleInput(typed, connectionId)),
    onDone,
  });
  // What there is among the Tasks received so far is offered; anything else can be typed.
  const facets = useMemo(() => facetsOf(useRecords.getState().task, 'received'), []);
  const valuesOf = (name: string) =>
    (facets.find((facet) => facet.name === name)?.values ?? []).map(({ value }) => ({ value, label: value }));
  return (
    <RuleFrame
      isNew={rule === undefined}
      name={draft.name}
      nameError={problems.name}
      placeholder="Accept claims work"
      onName={(name) => patch({ name })}
      isBusy={busy !== undefined}
      failure={failure}
      onSave={() => void save()}
      onDone={onDone}
    >
      <WhenGroup legend="When a newly requested Task has all of these">
        <Select label="Kind" value={draft.code} choices={kindChoices} onChange={(code) => patch({ code })} />
        <ComboBox
          label="Work queue tag"
          mono
          value={draft.workQueue}
          choices={valuesOf('queue')}
          placeholder="any"
          onChange={(workQueue) => patch({ workQueue })}
        />
        <ComboBox
          label="Purpose of use"
          mono
          value={draft.purpose}
          choices={valuesOf('purpose')}
          placeholder="any"
          onChange={(purpose) => patch({ purpose })}
        />
        <WhenText label="Part of the member id" value={draft.member} onChange={(member) => patch({ member })} />
        <WhenText label="Part of who asks" value={draft.requester} onChange={(requester) => patch({ requester })} />
        <WhenText
          label="Due within days"
          value={draft.dueWithinDays}
          error={problems.dueWithinDays}
          onChange={(dueWithinDays) => patch({ dueWithinDays })}
        />
      </WhenGroup>
      <ChoiceList label="Then" value={draft.action} choices={ruleActions} onChange={(action) => patch({ action })} />
      {draft.action !== 'leave' && (
        <TextField
          label={needsText(draft.action) ? 'Reason' : 'Business status'}
          value={draft.text}
          error={problems.text}
          placeholder={needsText(draft.action) ? 'the partner reads it' : 'by the rule of this name'}
          onChange={(text) => patch({ text })}
        />
      )}
      {draft.action === 'complete' && (
        <Checkbox isSelected={draft.contained} onChange={(contained) => patch({ contained })}>
          Put the data into the Task rather than beside it on the server
        </Checkbox>
      )}
    </RuleFrame>
  );
}
