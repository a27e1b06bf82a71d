import { describe, expect, it } from 'vitest';
import { urlToTake } from '../../../renderer/features/check-up/fixes.ts';
import { letterOf } from '../../../renderer/features/check-up/letter.ts';
import { cutAt, stepNamed, stepToShow } from '../../../renderer/features/check-up/words.ts';
import type { CheckUp } from '../../../shared/domain/check-up.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import type { Discovery } from '../../../shared/domain/discovery.ts';
import { checkUps, goodCheckUp } from '../../fakes/access/check-ups.ts';
import { discoveries } from '../../fakes/access/discoveries.ts';
import { connections } from '../../fakes/records.ts';

const [bad] = checkUps as [CheckUp];
const [discovery] = discoveries as [Discovery];
const mesa = connections.find(({ id }) => id === 'c4') as Connection;

describe('a check-up', () => {
  it('is looked at where it is worst, and cut at the first failure', () => {
    expect([stepToShow(bad), cutAt(bad)]).toEqual(['authorization', 3]);
    expect([stepToShow(goodCheckUp('c1')), cutAt(goodCheckUp('c1'))]).toEqual(['authorization', -1]);
    expect([stepNamed('tls'), stepNamed('nonsense')]).toEqual(['tls', undefined]);
  });
  it('is told to the partner with what they know of us', () => {
    const step = bad.steps[3];
    const letter = step?.diagnosis && letterOf(step, step.diagnosis, bad, mesa);
    expect(letter).toContain('Client id: harbor-mutual-uat');
    expect(letter).toContain('Sent: https://fhir.mesa.example/r4/token');
    expect(letter).toContain('Expected: https://auth.mesa.example/oauth2/token (discovery, today)');
  });
  it('offers the published token URL where another one is saved and that may be why', () => {
    expect(urlToTake('wrong-audience', mesa, discovery)).toBe('https://auth.mesa.example/oauth2/token');
    expect(urlToTake('unknown-kid', mesa, discovery)).toBeUndefined();
    expect(urlToTake('wrong-audience', mesa, undefined)).toBeUndefined();
    const follows = { ...mesa, auth: { method: 'backend', clientId: 'us', key: 'k' } } as Connection;
    expect(urlToTake('wrong-audience', follows, discovery)).toBeUndefined();
  });
});
