import { useMemo, useState } from 'react';
import { type Action, useActions } from '../../../stores/actions.ts';
import { useRecord } from '../../../stores/records.ts';
import { select, useSelected } from '../../../stores/view.ts';
import { Button } from '../../../ui/button.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { SplitPane } from '../../../ui/split-pane.tsx';
import { Pane } from '../../../ui/pane.tsx';
import { settingsDetailOf } from '../places.ts';
import { GenerateKey } from './generate-key.tsx';
import { ImportKey } from './import-key.tsx';
import { KeyDetail } from './key-detail.tsx';
import { KeyList } from './key-list.tsx';

/** What is being made in place of the detail. */
type Making = 'generate' | 'import' | undefined;

/** Our signing keys: the list, and one of them or the form for a new one. */
export function KeysSection() {
  const selected = settingsDetailOf(useSelected('settings'));
  const key = useRecord('key', selected);
  const [making, setMaking] = useState<Making>();
  const actions = useMemo(
    (): Action[] => [
      {
        id: 'keys.generate',
        title: 'Generate a key',
        group: 'Run',
        keys: 'n',
        words: 'new signing',
        run: () => setMaking('generate'),
      },
      {
        id: 'keys.import',
        title: 'Import a key',
        group: 'Run',
        keys: 'a',
        words: 'pem jwk pfx',
        run: () => setMaking('import'),
      },
    ],
    [],
  );
  useActions(actions);
  const choose = (id: string | undefined) => {
    setMaking(undefined);
    select('settings', id === undefined ? 'keys' : `keys/${id}`);
  };
  const leave = (id?: string) => (id === undefined ? setMaking(undefined) : choose(id));
  return (
    <SplitPane name="settings-keys" label="list of keys" start={640} minRest={440}>
      <KeyList
        selected={making ? undefined : selected}
        onSelect={choose}
        onGenerate={() => setMaking('generate')}
        onImport={() => setMaking('import')}
      />
      <Pane label="Key">
        {making === 'generate' ? (
          <GenerateKey onDone={leave} />
        ) : making === 'import' ? (
          <ImportKey onDone={leave} />
        ) : key ? (
          <KeyDetail key={key.id} record={key} onSelect={choose} />
        ) : (
          <Empty
            icon="key"
            title="No key chosen"
            actions={
              <>
                <Button icon="plus" keys="n" onPress={() => setMaking('generate')}>
                  Generate a key
                </Button>
                <Button icon="document" keys="a" onPress={() => setMaking('import')}>
                  Import one
                </Button>
              </>
            }
          >
            A key of ours signs each request for a token; partners check it by its public half.
          </Empty>
        )}
      </Pane>
    </SplitPane>
  );
}
