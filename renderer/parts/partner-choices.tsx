import type { CdexVersion, Role } from '../../shared/domain/connection.ts';
import { Segmented } from '../ui/segmented.tsx';

interface Props<V> {
  value: V;
  onChange: (value: V) => void;
}

/** Which side we are on towards a partner. */
export const RoleChoice = ({ value, onChange }: Props<Role>) => (
  <Segmented
    label="We are"
    value={value}
    onChange={onChange}
    options={[
      { value: 'payer', label: 'payer' },
      { value: 'provider', label: 'provider' },
    ]}
  />
);

/** Which CDex version a partner speaks. */
export const VersionChoice = ({ value, onChange }: Props<CdexVersion>) => (
  <Segmented
    label="CDex version of the partner"
    value={value}
    onChange={onChange}
    options={[
      { value: '2.0', label: '2.0' },
      { value: '2.1', label: 'CDex 2.1' },
      { value: 'ci', label: 'CI build' },
    ]}
  />
);
