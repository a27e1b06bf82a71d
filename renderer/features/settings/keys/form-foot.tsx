import type { Failure } from '../../../../shared/contract/errors.ts';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { Button } from '../../../ui/button.tsx';
import style from './keys.module.css';

interface Props {
  failure: Failure | undefined;
  /** The words of the button, and while it is under way. */
  verb: string;
  doing: string;
  isBusy: boolean;
  onPress: () => void;
  onCancel: () => void;
}

/** The end of a form that makes or takes a key: what failed, doing it, leaving it. */
export const FormFoot = ({ failure, verb, doing, isBusy, onPress, onCancel }: Props) => (
  <>
    {failure && <FailureNote failure={failure} />}
    <span className={style.buttons}>
      <Button kind="main" isDisabled={isBusy} onPress={onPress}>
        {isBusy ? doing : verb}
      </Button>
      <Button kind="bare" onPress={onCancel}>
        Cancel
      </Button>
    </span>
  </>
);
