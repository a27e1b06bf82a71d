import type { TypeAbility } from '../../../shared/fhir/abilities.ts';
import { PaneBody, Part } from '../../ui/pane.tsx';
import style from './connections.module.css';

/** One resource type: its search parameters with their types, what can be included, its operations. */
export function TypeDetail({ ability }: { ability: TypeAbility }) {
  const { type, searchParameters, searchInclude, searchRevInclude, operations, documentation } = ability;
  const lists = [
    ['_include', searchInclude],
    ['_revinclude', searchRevInclude],
    ['Operations', operations.map((name) => `$${name}`)],
  ] as const;
  const says = searchParameters.some(({ documentation: said }) => said !== undefined);
  return (
    <PaneBody label={`What the server does with ${type}`}>
      <Part title="Search parameters" count={searchParameters.length}>
        {documentation && <p className={style.description}>{documentation}</p>}
        {searchParameters.length === 0 ? (
          <p className="muted">None named.</p>
        ) : (
          <table className={style.parameters}>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Type</th>
                {says && <th scope="col">Says</th>}
              </tr>
            </thead>
            <tbody>
              {searchParameters.map(({ name, type: kind, documentation: said }) => (
                <tr key={name}>
                  <td className="mono">{name}</td>
                  <td>{kind}</td>
                  {says && <td>{said}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Part>
      {lists.map(
        ([title, names]) =>
          names.length > 0 && (
            <Part key={title} title={title} count={names.length}>
              <ul className={style.names}>
                {names.map((name) => (
                  <li key={name}>
                    <code>{name}</code>
                  </li>
                ))}
              </ul>
            </Part>
          ),
      )}
    </PaneBody>
  );
}
