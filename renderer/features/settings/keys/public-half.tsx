import type { PublicJwk } from '../../../../shared/domain/key.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { MonoId } from '../../../ui/mono-id.tsx';
import { Part } from '../../../ui/pane.tsx';

/** The members that are numbers: long, and alike to the eye. */
const long = new Set(['n', 'x', 'y', 'kid']);

/** The public half as a JWK, member by member; long numbers in short, whole in the copy. */
export function PublicHalf({ jwk }: { jwk: PublicJwk }) {
  const members = Object.entries(jwk) as [string, string | string[]][];
  return (
    <Part
      title="Public half"
      count="JWK, RFC 7517"
      actions={<CopyButton text={JSON.stringify(jwk, null, 2)} label="Copy JWK" size="small" words />}
    >
      <Facts
        shape="list"
        facts={members.map(([name, value]) => [
          name,
          typeof value === 'string' && long.has(name) ? (
            <MonoId key={name} id={value} head={18} tail={10} />
          ) : (
            <code key={name}>{Array.isArray(value) ? value.join(', ') : value}</code>
          ),
        ])}
      />
    </Part>
  );
}
