import { useCallback, useEffect, useRef, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { Finding } from '../../../shared/domain/finding.ts';
import type { SubmissionRequest } from '../../../shared/domain/submission.ts';
import { call } from '../../api/call.ts';
import { type Composing, useComposing } from './composer-store.ts';
import type { Partners } from './partners.ts';
import { type SubmissionForm, texts } from './submission-form.ts';
import { requestFrom } from './submission-request.ts';

/** Pause in typing, in milliseconds, after which the rules are asked. */
const pause = 250;

/** What the console says of what is composed. */
export interface Draft {
  findings: Finding[];
  /** True until the answer is about what is typed now. */
  isAsking: boolean;
  /** Why it could not be asked. */
  failure: Failure | undefined;
  /** Asks the partner where to send. */
  lookUp: () => void;
  /** Fills in what the claim says at the provider. */
  fillIn: () => void;
  /** What is being asked of a partner. */
  asking: 'address' | 'claim' | undefined;
}

const none: Finding[] = [];

/** Whether the Task it answers says where it goes, and nobody chose otherwise. */
const goesByTask = ({ answers, to, connection }: Composing): boolean =>
  answers !== undefined && to.trim() === '' && connection === '';

/** Whom it goes to, as the commands take it; nothing where the Task says it. */
export function targetOf(payer: Partners['payer'], composing: Composing) {
  if (goesByTask(composing)) return {};
  // Whoever chooses by what it is sent does not choose another address than the Task's.
  const to = composing.to.trim() || (composing.answers?.payerUrl ?? '');
  return { ...(payer ? { partner: { connection: payer.id } } : {}), ...(to ? { to } : {}) };
}

/** What is known and was not said, offered to fields that are empty; that alone makes no draft. */
function offer(form: SubmissionForm, known: SubmissionRequest): SubmissionForm {
  const offered = texts.flatMap((name) => (form[name] === '' && known[name] ? [[name, known[name]] as const] : []));
  return offered.length > 0 ? { ...form, ...Object.fromEntries(offered) } : form;
}

/** Asks after each pause in typing what is missing or wrong, and where it would go. */
export function useDraft({ payer, source }: Partners): Draft {
  const { key, form, to, answers } = useComposing();
  const taskId = answers?.taskId;
  const [said, setSaid] = useState<{ about: unknown; findings: Finding[]; failure?: Failure }>();
  const [asking, setAsking] = useState<Draft['asking']>();
  const offered = useRef('');
  const asked = useRef(0);

  const ask = useCallback(
    async (what?: Draft['asking']) => {
      asked.current += 1;
      const mine = asked.current;
      const begun = useComposing.getState();
      const reply = await call('submissions.draft', {
        request: requestFrom(begun.form, source?.id ?? ''),
        ...targetOf(payer, begun),
        ...(taskId ? { taskId } : {}),
        discover: what === 'address',
        ...(what === 'claim' && source
          ? {
              source: { connection: source.id },
              ...(begun.form.claim.trim() ? { claim: begun.form.claim.trim() } : {}),
              ...(begun.form.patientId ? { patient: `Patient/${begun.form.patientId}` } : {}),
            }
          : {}),
      });
      if (mine !== asked.current || useComposing.getState().key !== key) return;
      if (!reply.ok) return setSaid({ about: begun.form, findings: none, failure: reply.error });
      const { request, target, findings } = reply.value;
      // Once for a composition with a partner: a field a person empties stays empty.
      const round = `${key} ${payer?.id ?? ''}`;
      if (offered.current !== round || what === 'claim') {
        offered.current = round;
        const attachTo = what === 'claim' ? { attachTo: request.attachTo } : {};
        useComposing.setState(({ form: now }) => ({ form: { ...offer(now, request), ...attachTo } }));
      }
      if (!goesByTask(begun)) useComposing.setState({ target });
      setSaid({ about: begun.form, findings });
    },
    [key, payer, source, taskId],
  );

  // Asked anew when any of these changes.
  useEffect(() => {
    void form;
    void to;
    const timer = setTimeout(() => void ask(), pause);
    return () => clearTimeout(timer);
  }, [form, to, ask]);

  const askOf = useCallback(
    (what: Draft['asking']) => {
      setAsking(what);
      void ask(what).finally(() => setAsking(undefined));
    },
    [ask],
  );
  const lookUp = useCallback(() => askOf('address'), [askOf]);
  const fillIn = useCallback(() => askOf('claim'), [askOf]);

  return {
    findings: said?.findings ?? none,
    isAsking: said?.about !== form,
    failure: said?.failure,
    lookUp,
    fillIn,
    asking,
  };
}
