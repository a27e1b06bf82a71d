import { WhenGroup, WhenText } from '../../../../parts/ordered-rules/when-group.tsx';
import { Select } from '../../../../ui/select.tsx';
import type { AnswerDraft } from './answer-draft.ts';
import { kindChoices } from './answer-words.ts';

const uses = [
  { value: 'any', label: 'either' },
  { value: 'claim', label: 'a claim' },
  { value: 'preauthorization', label: 'a prior authorization' },
];

const signatures = [
  { value: 'any', label: 'signed or not' },
  { value: 'yes', label: 'signed' },
  { value: 'no', label: 'not signed' },
] as const;

const askings = [
  { value: 'any', label: 'asked for or not' },
  { value: 'yes', label: 'asked for by us' },
  { value: 'no', label: 'not asked for' },
] as const;

interface Props {
  draft: AnswerDraft;
  onPatch: (change: Partial<AnswerDraft>) => void;
}

/** Which pushes a rule is about; what is left alone is not looked at. */
export function WhenFields({ draft, onPatch }: Props) {
  return (
    <WhenGroup legend="When a push has all of these">
      <Select label="Kind" value={draft.kind} choices={kindChoices} onChange={(kind) => onPatch({ kind })} />
      <Select label="For" value={draft.attachTo} choices={uses} onChange={(attachTo) => onPatch({ attachTo })} />
      <WhenText label="Part of the tracking id" value={draft.tracking} onChange={(tracking) => onPatch({ tracking })} />
      <WhenText label="Part of who sends" value={draft.from} onChange={(from) => onPatch({ from })} />
      <WhenText label="Part of the member id" value={draft.member} onChange={(member) => onPatch({ member })} />
      <Select label="Signature" value={draft.signed} choices={signatures} onChange={(signed) => onPatch({ signed })} />
      <Select label="Request" value={draft.matched} choices={askings} onChange={(matched) => onPatch({ matched })} />
    </WhenGroup>
  );
}
