import { useEffect, useMemo, useRef, useState } from 'react';
import type { Failure } from '../../../../shared/contract/errors.ts';
import { taskTopic } from '../../../../shared/domain/subscription.ts';
import { call } from '../../../api/call.ts';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { type Action, useActions } from '../../../stores/actions.ts';
import { useConnectionInUse } from '../../../stores/connection-in-use.ts';
import { useDraft } from '../../../stores/drafts.ts';
import { runOperation, useOperation } from '../../../stores/operations.ts';
import { recordsOf, useRecords, useTable } from '../../../stores/records.ts';
import { throughVault } from '../../../stores/vault-gate.ts';
import { goTo } from '../../../stores/view.ts';
import { Button } from '../../../ui/button.tsx';
import { ComboBox } from '../../../ui/combo-box.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { PaneBody, PaneHead, Spring } from '../../../ui/pane.tsx';
import { typedSecrets, wipeSecrets } from '../../../ui/secrets.ts';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { ClosingField } from './closing-field.tsx';
import { ChannelFields } from './channel-fields.tsx';
import { FilterRows } from './filter-rows.tsx';
import { HeaderRows } from './header-rows.tsx';
import { OfferNote } from './offer-note.tsx';
import { emptySubscribe, type SubscribeDraft, subscribeInput, subscribeProblems } from './subscribe-draft.ts';
import style from './subscribe-form.module.css';
import { useOffer } from './use-offer.ts';

const operationName = 'subscribe';

interface Props {
  /** With our id of the new subscription; undefined where it was left. */
  onDone: (id: string | undefined) => void;
}

/** Asks a partner to tell us of its Tasks by itself. */
export function SubscribeForm({ onDone }: Props) {
  const [draft, setDraft] = useDraft<SubscribeDraft>('subscribe', emptySubscribe);
  const [isTried, setTried] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const form = useRef<HTMLDivElement>(null);
  const operation = useOperation(operationName);
  const inUse = useConnectionInUse();
  const connections = useTable('connection');
  const partners = useMemo(
    () =>
      recordsOf({ ...useRecords.getState(), connection: connections }, 'connection').filter(
        ({ role }) => role === 'payer',
      ),
    [connections],
  );
  const partner =
    partners.find(({ id }) => id === draft.connection) ?? partners.find(({ id }) => id === inUse?.id) ?? partners[0];
  const { offer, again } = useOffer(partner?.id);
  const patch = (change: Partial<SubscribeDraft>) => setDraft((before) => ({ ...before, ...change }));
  const problems = isTried ? subscribeProblems(draft) : {};
  const hasEndpoint = draft.endpoint.trim() !== '';
  const canReach = hasEndpoint || !offer?.ok || offer.value.reachable === 'yes';
  const topics = offer?.ok ? offer.value.topics : [];

  const subscribe = async (sendAnyway: boolean) => {
    const scope = form.current;
    setTried(true);
    setFailure(undefined);
    if (!scope || !partner || Object.keys(subscribeProblems(draft)).length > 0) return;
    const reply = await throughVault(async () => {
      const input = subscribeInput(draft, partner.id, await typedSecrets(scope), sendAnyway);
      return runOperation(operationName, (operationId) => call('subscriptions.create', { ...input, operationId }));
    });
    if (!reply.ok) return setFailure(reply.error);
    wipeSecrets(scope);
    setDraft(emptySubscribe);
    onDone(reply.value.id);
  };

  const latest = useRef(subscribe);
  useEffect(() => {
    latest.current = subscribe;
  });
  useActions(
    useMemo(
      (): Action[] => [
        {
          id: 'subscribe.send',
          title: 'Subscribe',
          group: 'Run',
          keys: 'Mod+Enter',
          run: () => void latest.current(false),
        },
        {
          id: 'subscribe.leave',
          title: 'Back to the subscriptions',
          group: 'Go',
          keys: 'Escape',
          run: () => onDone(undefined),
        },
      ],
      [onDone],
    ),
  );

  if (!partner) {
    return (
      <>
        <PaneHead title="Subscribe" level={2} />
        <Empty
          icon="bell"
          title="No provider to subscribe at"
          actions={<Button onPress={() => goTo('connections', 'new')}>Add a connection</Button>}
        >
          Start the sandbox, or add a connection on which we are the payer.
        </Empty>
      </>
    );
  }
  const isBusy = operation !== undefined;
  return (
    <>
      <PaneHead title="Subscribe" level={2}>
        <Spring />
        <Button keys="Escape" onPress={() => onDone(undefined)}>
          {canReach ? 'Back' : 'Leave it to polling'}
        </Button>
        <Button kind="main" icon="bell" keys="Mod+Enter" isDisabled={isBusy} onPress={() => void subscribe(false)}>
          {isBusy ? 'Subscribing' : 'Subscribe'}
        </Button>
      </PaneHead>
      <PaneBody label="The subscription">
        {failure && (
          <FailureNote failure={failure}>
            {!canReach && failure.requirement === 'CONF-064' && (
              <Button size="small" icon="bell" isDisabled={isBusy} onPress={() => void subscribe(true)}>
                Subscribe anyway
              </Button>
            )}
          </FailureNote>
        )}
        <div className={style.form} ref={form}>
          <Select
            label="Partner"
            value={partner.id}
            choices={partners.map(({ id, name, baseUrl }) => ({ value: id, label: name, note: baseUrl }))}
            onChange={(connection) => patch({ connection })}
          />
          <OfferNote partner={partner.name} offer={offer} hasEndpoint={hasEndpoint} onRetry={again} />
          <ComboBox
            label="Topic"
            mono
            value={draft.topic}
            placeholder={taskTopic}
            choices={[...new Set([taskTopic, ...topics])].map((value) => ({
              value,
              label: value,
              note: topics.includes(value) ? 'declared' : undefined,
            }))}
            onChange={(topic) => patch({ topic })}
          />
          <FilterRows draft={draft} onChange={patch} />
          <ChannelFields draft={draft} problems={problems} onChange={patch} />
          <TextField
            label="Where to send notifications"
            mono
            value={draft.endpoint}
            placeholder={offer?.ok ? (offer.value.endpoint ?? 'our receiver') : 'our receiver'}
            hint="Left empty: our receiver, which is started when it is not running. Type another where a tunnel leads to it."
            error={problems.endpoint}
            onChange={(endpoint) => patch({ endpoint })}
          />
          <ClosingField value={draft.atClose} onChange={(atClose) => patch({ atClose })} />
          <HeaderRows draft={draft} error={problems.headers} onChange={patch} />
        </div>
      </PaneBody>
    </>
  );
}
