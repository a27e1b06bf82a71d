import { describe, expect, it } from 'vitest';
import type { TaskDetail } from '../../shared/domain/task.ts';
import { calls, onConsolePage, open, page, press } from './console-page.ts';
import { violationsIn } from './page.ts';

onConsolePage();

const button = (name: string | RegExp) => page.getByRole('button', { name });
const radio = (name: string | RegExp) => page.getByRole('radio', { name });
const list = () => page.getByRole('grid', { name: 'Received Tasks' });
const heading = (name: string) => page.getByRole('heading', { name, level: 2 }).waitFor();
const field = (name: string) => page.getByRole('textbox', { name, exact: true });
const reason = () => page.getByRole('textbox', { name: /^Reason/ });
const answers = () => calls('work.answer');

/** Reads the queue and opens one of its Tasks. */
async function openTask(taskId: string, theme = 'light'): Promise<void> {
  await open(`?wire=shut&theme=${theme}#/tasks/received`);
  await button('Read it').click();
  await list()
    .getByRole('row', { name: /^Needs you/ })
    .waitFor();
  await page.evaluate((id) => {
    location.hash = `#/tasks/w${Number(id) - 3000}`;
    dispatchEvent(new PopStateEvent('popstate'));
  }, taskId);
  await heading(new RegExp(`Task/${taskId}$`) as unknown as string);
  // The Task itself was read: the rules know what they speak of.
  await button(/^(Show the Task as it will be written|Reopen)/).waitFor();
}

describe('the queue', () => {
  it('is empty until it is read; the sandbox can be told to leave its Tasks to a person', async () => {
    await open('?wire=shut#/tasks');
    await radio('Received').click();
    await page.getByText('The queue was not read yet').waitFor();
    await button('Answer by hand').click();
    await page.getByText('leaves its Tasks to you').waitFor();
    expect(await calls('sandbox.answering')).toEqual([{ answering: 'by-hand' }]);
    await press('r');
    await list()
      .getByRole('row', { name: /^Needs you ?3$/ })
      .waitFor();
    await list()
      .getByRole('row', { name: /^At work here ?2$/ })
      .waitFor();
    expect(await calls('work.refresh')).toMatchObject([{ partner: { connection: 'c1' }, applyRules: false }]);
    await page.getByText('6 Tasks there, 6 new or changed.').waitFor();
    expect(await violationsIn(page, 'light')).toEqual([]);
  });

  it('is read by itself as often as chosen, and no longer', async () => {
    await open('?wire=shut#/tasks/received');
    await button(/Read the queue/).click();
    await page.getByRole('option', { name: 'every 30 s' }).click();
    await page
      .getByRole('status')
      .getByText(/^00:(30|[12]\d|0[1-9])$/)
      .waitFor();
    await button(/Read the queue/).click();
    await page.getByRole('option', { name: 'by hand' }).click();
    await page.getByText('never read').waitFor();
    expect(await calls('work.follow')).toEqual([{ connectionId: 'c1', everyMs: 30_000 }, { connectionId: 'c1' }]);
  });

  it('is narrowed by tag, purpose, due date, status and words, grouped, and shown as columns', async () => {
    await openTask('3001');
    const filter = field('Filter Tasks');
    const shown = async (text: string, count: number) => {
      await filter.fill(text);
      await radio(`All ${count}`).waitFor();
    };
    await shown('queue:quality-metrics', 1);
    await shown('purpose:coc', 6);
    await shown('due:late', 1);
    await shown('status:in-progress', 2);
    await shown('homeoxygen', 1);
    await filter.fill('');
    await button(/^Narrow by/).click();
    await page.getByRole('menuitem', { name: /on-hold/ }).click();
    await radio('All 1').waitFor();
    await filter.fill('');
    await button(/Group by/).click();
    await page.getByRole('option', { name: 'work queue' }).click();
    await list()
      .getByRole('row', { name: /^quality-metrics ?1$/ })
      .waitFor();
    await radio('Columns').click();
    const columns = page.getByRole('grid', { name: 'Received Tasks by status' });
    await columns.getByRole('gridcell').getByText('1932102951').first().waitFor();
    expect(await violationsIn(page, 'light')).toEqual([]);
  });
});

describe('an answer', () => {
  it('accepts by the natural next step, with words, and with the version that was looked at', async () => {
    await openTask('3001');
    await field('Business status').fill('sent to records');
    await press('Control+Enter');
    await page.getByText('Sent; the server has it accepted, version 2.').waitFor();
    expect(await answers()).toMatchObject([
      { id: 'w1', status: 'accepted', businessStatus: 'sent to records', ifVersion: '1', sendAnyway: false },
    ]);
    // From accepted the figure leads to in progress, and a second answer goes on from the new version.
    await button(/^Set it in progress/).click();
    await page.getByText('the server has it in-progress, version 3').waitFor();
    expect((await answers())[1]).toMatchObject({ status: 'in-progress', ifVersion: '2' });
  });

  it('is held back while it refuses without a reason', async () => {
    await openTask('3001');
    await radio('Reject').click();
    await button(/^Reject/).click();
    await page.getByText('Say why: a Task that is rejected carries its reason (tdr-2).').waitFor();
    expect(await answers()).toEqual([]);
    await reason().fill('Patient not found in this system');
    await button(/^Reject/).click();
    await page.getByText('the server has it rejected').waitFor();
    expect(await answers()).toMatchObject([{ status: 'rejected', reason: 'Patient not found in this system' }]);
  });

  it('can be sent against the rules when that is meant, and says steps the figure lacks', async () => {
    await openTask('3001');
    await radio('Fail').click();
    await page.getByText('no step from requested to failed').waitFor();
    await button(/^Fail/).click();
    await button('Send anyway').click();
    await page.getByText('the server has it failed').waitFor();
    expect(await answers()).toMatchObject([{ status: 'failed', sendAnyway: true }]);
  });

  it('to a Task with an unknown modifier extension is a refusal, with the reason written', async () => {
    await openTask('3003');
    await button('Accept').click();
    await button('Send anyway').waitFor();
    expect(await answers()).toEqual([]);
    await button('Refuse it, with this reason').click();
    await expect.poll(() => reason().inputValue()).toContain('only-in-print');
    await button(/^Reject/).click();
    await page.getByText('the server has it rejected').waitFor();
    expect(await answers()).toMatchObject([
      { status: 'rejected', reason: expect.stringContaining('Task.modifierExtension[0]') },
    ]);
  });

  it('reopens a Task that had ended, and is told what that is', async () => {
    await openTask('3005');
    await press('u');
    await page.getByText('This reopens a Task that had ended rejected.').waitFor();
    await radio('On hold').click();
    await button(/^Hold/).click();
    await page.getByText('the server has it on-hold').waitFor();
    expect(await answers()).toMatchObject([{ id: 'w5', status: 'on-hold', ifVersion: '1' }]);
  });

  it('is not sent over somebody else’s, which is shown first', async () => {
    await openTask('3004');
    await radio('Fail').click();
    await reason().fill('No matching results');
    await button(/^Fail/).click();
    await page.getByText(/its status went from in-progress to on-hold$/).waitFor();
    await page.getByRole('list', { name: 'What changed from version 1 to 2' }).waitFor();
    await expect.poll(() => button(/^Fail/).isDisabled()).toBe(true);
    await button('Look again').click();
    await button(/^Fail/).click();
    await page.getByText('the server has it failed').waitFor();
    expect(await answers()).toMatchObject([{ ifVersion: '1' }, { ifVersion: '2', reason: 'No matching results' }]);
  });

  it('that is a filled-in questionnaire is written in its form, and left by Escape', async () => {
    await openTask('3006');
    await press('a');
    await page.getByText('This Task names no questionnaire.').waitFor();
    await press('Escape');
    await radio('In progress').waitFor();
  });

  it('is begun by keys, and its Task as it will be written is shown', async () => {
    await openTask('3001');
    await press('3');
    await button(/^Show the Task/).click();
    await page.getByText('"on-hold"').waitFor();
    await press('5');
    await expect.poll(() => radio('Reject').isChecked()).toBe(true);
  });
});

describe('data', () => {
  it('are collected, chosen from, narrowed, and put into the Task', async () => {
    await openTask('3001');
    await radio('Complete').click();
    await press('o');
    await page.getByText('12 entries').waitFor();
    await page.getByRole('checkbox', { name: 'Give Condition/r2', exact: true }).click({ force: true });
    await page.getByText('11 chosen', { exact: true }).waitFor();
    await button(/^Narrow the query to the 11 chosen/).click();
    await page.getByText('11 entries').waitFor();
    expect(await violationsIn(page, 'light')).toEqual([]);
    await button(/^Complete with 1 output/).click();
    await page.getByText('It ended completed.').waitFor();
    const narrowed = expect.stringMatching(/clinical-status=active&_id=r0,r1,r3,/);
    expect(await calls('work.collect')).toMatchObject([{ id: 'w1' }, { id: 'w1', query: narrowed }]);
    expect(await answers()).toMatchObject([{ status: 'completed', contained: true, outputs: [{ query: narrowed }] }]);
  });

  it('of a query that would bring more than the patient’s are not collected', async () => {
    await openTask('3002');
    await press('o');
    await page.getByText('Nothing of it is given out.').waitFor();
    await page.getByText('would bring along other records').waitFor();
    expect(await page.getByRole('grid', { name: 'What was collected' }).count()).toBe(0);
    await button(/^Complete/).click();
    await button('Send anyway').waitFor();
    expect(await answers()).toEqual([]);
  });

  it('are given as references, as a pasted resource and as a file beside each other', async () => {
    await openTask('3004');
    await radio('Complete').click();
    await press('o');
    await page.getByRole('button', { name: 'None', exact: true }).click();
    await page.getByRole('checkbox', { name: 'Give DocumentReference/r1', exact: true }).click({ force: true });
    await page.getByRole('button', { name: 'Reference', exact: true }).click();
    await field('Reference').fill('Binary/77');
    await press('Enter');
    await button('Resource as JSON').click();
    await field('Resource as JSON').fill('{"resourceType": 7}');
    await button('Add').click();
    await page.getByText('This is no FHIR resource').waitFor();
    await field('Resource as JSON').fill(
      '{"resourceType":"Observation","id":"o1","subject":{"reference":"Patient/06e1f0a2"}}',
    );
    await button('Add').click();
    await page
      .getByLabel('File to answer with')
      .setInputFiles({ name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('Returns in six weeks.') });
    await page.getByText('note.txt, text/plain').waitFor();
    await radio('onto the server, by reference').click();
    // The first answer meets somebody else's.
    await button(/^Complete with 4 outputs/).click();
    await button('Look again').click();
    await button(/^Complete with 4 outputs/).click();
    await page.getByText('It ended completed.').waitFor();
    const [, answer] = await answers();
    expect(answer).toMatchObject({
      contained: false,
      outputs: [
        { reference: 'DocumentReference/r1' },
        { reference: 'Binary/77' },
        { resource: { resourceType: 'Observation', id: 'o1' } },
        {
          resource: {
            resourceType: 'DocumentReference',
            subject: { reference: 'Patient/06e1f0a2' },
            type: { coding: [{ code: '11506-3' }] },
            content: [{ attachment: { contentType: 'text/plain', size: 21, data: btoa('Returns in six weeks.') } }],
          },
        },
      ],
    });
  });

  it('of a file over 5 MB are left to the command line', async () => {
    await openTask('3001');
    await radio('Complete').click();
    await page
      .getByLabel('File to answer with')
      .setInputFiles({ name: 'scan.bin', mimeType: 'application/pdf', buffer: Buffer.alloc(5_000_001) });
    await page.getByText('the page takes files up to 5 MB').waitFor();
  });
});

describe('rules', () => {
  it('are made, put in order, switched, applied and removed', async () => {
    await openTask('3001');
    await press('e');
    await page.getByText('No rule yet').waitFor();
    await press('n');
    await field('Name').fill('Refuse what is late');
    await radio(/^Reject/).click({ force: true });
    await press('Control+Enter');
    await page.getByText('Say why: the partner reads it (tdr-2).').waitFor();
    await field('Reason').fill('The time is over');
    await field('Due within days').fill('0');
    await press('Control+Enter');
    await page.getByText('due within 0 days').waitFor();
    await press('n');
    await field('Name').fill('Take claims work');
    await page.getByRole('combobox', { name: 'Work queue tag' }).fill('claims-processing');
    await press('Escape');
    await button('Save').click();
    await page.getByText('queue claims-processing').waitFor();
    await button('Move Take claims work up').click();
    const names = page.getByRole('list', { name: 'Rules' }).getByRole('listitem');
    await expect.poll(() => names.first().textContent()).toContain('Take claims work');
    // Moving saves two rules; while one of them is on its way the boxes rest.
    await expect.poll(async () => (await calls('work.saveRule')).length).toBe(4);
    const isOn = page.getByRole('checkbox', { name: 'Take claims work is on' });
    await expect.poll(() => isOn.isEnabled()).toBe(true);
    await isOn.click({ force: true });
    await button('Rules, 1 on').waitFor();
    expect(await violationsIn(page, 'light')).toEqual([]);
    await button(/^Apply now/).click();
    await page.getByText('a rule was applied to 1 Task').waitFor();
    expect((await calls('work.refresh')).at(-1)).toMatchObject({ applyRules: true });
    await button('Remove Refuse what is late').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await expect.poll(() => names.count()).toBe(1);
    expect((await calls('work.saveRule')).slice(0, 2)).toMatchObject([
      {
        connectionId: 'c1',
        name: 'Refuse what is late',
        action: 'reject',
        text: 'The time is over',
        when: { dueWithinDays: 0 },
      },
      { name: 'Take claims work', action: 'accept', when: { workQueue: 'claims-processing' } },
    ]);
  });

  it('say at the Task what they did', async () => {
    await openTask('3001');
    await page.evaluate(async () => {
      const reply = await window.fake.call('tasks.get', { id: 'w1' });
      if (!reply.ok) return;
      const { versions: _versions, polls: _polls, ...record } = reply.value as TaskDetail;
      const ruled = { versionId: '1', rule: 'Complete all', at: record.createdAt, done: true, problem: 'No data.' };
      window.fake.change({ kind: 'task', id: 'w1', op: 'put', record: { ...record, ruled } });
    });
    await page.getByText('could not be applied to version 1: No data.').waitFor();
  });
});

describe('in the dark', () => {
  it('every colour of an answer can be read', async () => {
    await openTask('3003', 'dark');
    await radio('Complete').click();
    await press('o');
    await page.getByText('12 entries').waitFor();
    expect(await violationsIn(page, 'dark')).toEqual([]);
  });
});

describe('the sandbox', () => {
  it('is told how its provider answers Tasks', async () => {
    await open('?wire=shut#/sandbox');
    await page.getByRole('tab', { name: 'Answering' }).click();
    await radio('By hand').click();
    await page.getByText('stays requested until somebody answers it').waitFor();
    await page.getByText('Let Tasks be reopened').click();
    await radio('Failed, with a reason').click();
    await radio('Beside it').click();
    await page.getByRole('spinbutton', { name: 'Milliseconds in each status' }).fill('250');
    await page.getByRole('button', { name: 'Set', exact: true }).click();
    await expect.poll(async () => (await calls('sandbox.answering')).length).toBe(5);
    expect(await calls('sandbox.answering')).toEqual([
      { answering: 'by-hand' },
      { reopen: true },
      { noHits: 'failed' },
      { outputs: 'external' },
      { stepMs: 250 },
    ]);
    expect(await violationsIn(page, 'light')).toEqual([]);
    await button('Go to the work queue').click();
    await radio('Received').waitFor();
  });
});
