import { expect, it } from 'vitest';
import { speakThrough } from '../../../renderer/api/call.ts';
import { changeSettings, useSettings } from '../../../renderer/stores/settings.ts';
import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import { defaultSettings } from '../../../shared/domain/settings.ts';

/** A host whose answers are given by hand, in any order. */
function hostByHand() {
  const answers: ((reply: Reply<unknown>) => void)[] = [];
  speakThrough({
    call: () => new Promise((answer) => answers.push(answer)),
    listen: () => () => undefined,
  });
  return answers;
}

it('keeps the last of two changes, whichever is answered first', async () => {
  const answers = hostByHand();
  const changes = [changeSettings({ theme: 'dark' }), changeSettings({ theme: 'light' })];
  answers[1]?.(ok({ ...defaultSettings, theme: 'light' }));
  answers[0]?.(ok({ ...defaultSettings, theme: 'dark' }));
  await Promise.all(changes);
  expect(useSettings.getState().theme).toBe('light');
});

it('takes back what the host refuses', async () => {
  const answers = hostByHand();
  useSettings.setState({ theme: 'system' });
  const change = changeSettings({ theme: 'dark' });
  expect(useSettings.getState().theme).toBe('dark');
  answers[0]?.(fail('folder-unusable', 'The disk is full.', 'Free some space.'));
  await change;
  expect(useSettings.getState().theme).toBe('system');
});
