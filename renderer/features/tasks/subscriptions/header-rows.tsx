import { Button, IconButton } from '../../../ui/button.tsx';
import { SecretField } from '../../../ui/secret-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { headerField, type SubscribeDraft } from './subscribe-draft.ts';
import style from './subscribe-form.module.css';

/** As many as the guide's channels usually take. */
const most = 5;

interface Props {
  draft: SubscribeDraft;
  error?: string;
  onChange: (patch: Partial<SubscribeDraft>) => void;
}

/** Headers the partner is to send besides our own secret one; their values are secrets. */
export function HeaderRows({ draft: { headers }, error, onChange }: Props) {
  return (
    <div className={style.group} {...{ role: 'group', 'aria-label': 'Further headers' }}>
      <p className={style.label}>Further headers</p>
      {headers.map(({ id, name }, index) => (
        <div key={id} className={style.row}>
          <TextField
            label={`Name of header ${index + 1}`}
            mono
            placeholder="X-Gateway-Key"
            value={name}
            onChange={(next) =>
              onChange({ headers: headers.map((row) => (row.id === id ? { ...row, name: next } : row)) })
            }
          />
          <SecretField label={`Value of header ${index + 1}`} name={headerField(id)} />
          <IconButton
            icon="close"
            label={`Take header ${index + 1} out`}
            onPress={() => onChange({ headers: headers.filter((row) => row.id !== id) })}
          />
        </div>
      ))}
      {error && <p className={style.wrong}>{error}</p>}
      <div className={style.row}>
        <Button
          size="small"
          icon="plus"
          isDisabled={headers.length >= most}
          onPress={() =>
            onChange({ headers: [...headers, { id: Math.max(0, ...headers.map(({ id }) => id)) + 1, name: '' }] })
          }
        >
          Header
        </Button>
        <span className={style.hint}>
          Our own secret header is always asked for: what arrives without it proves nothing.
        </span>
      </div>
    </div>
  );
}
