import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './host.ts';
import { inbox } from './push-pages.ts';
import { tabTo } from './task-pages.ts';

const claims = (page: Page) => page.getByRole('table', { name: /What the metadata claims/ });

/** Whether anything but the paper's colour was drawn on the page's canvas. */
const isDrawn = (page: Page): Promise<boolean> =>
  page.locator('canvas').evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    for (let at = 4; at < data.length; at += 4) if (data[at] !== data[0]) return true;
    return false;
  });

test('a push by mouse: a sample arrives, opens as a document, its claims are checked', async ({ page, host }) => {
  await page.getByRole('link', { name: /Push inbox/ }).click();
  await expect(page.getByText('Nothing has arrived yet')).toBeVisible();
  await expect(page.getByText(host.receiver.submitAttachmentUrl.replace('http://', ''))).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Push a sample', exact: true }).click();
  await expect(page.getByRole('tab', { name: /Progress note/ })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('img', { name: 'Progress note, page 1 of 1' })).toBeVisible();
  await expect.poll(() => isDrawn(page)).toBe(true);
  await expect(claims(page).getByRole('row', { name: /hash/ })).toContainText(/sha1/);
  await expect(claims(page).getByRole('row', { name: /hash/ }).getByRole('img', { name: 'passed' })).toBeVisible();
  await expect(page.getByText('Stored before it was answered.')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('radio', { name: 'Text' }).click();
  await expect(page.getByText('LAKESIDE CLINIC')).toBeVisible();
  await page.getByRole('radio', { name: 'Bytes' }).click();
  await expect(page.getByRole('grid', { name: 'Bytes of Progress note' })).toContainText('25 50 44 46');
  await expectAccessible(page);

  await page.getByRole('tab', { name: /Surgical operation note/ }).click();
  await expect(page.getByRole('article')).toContainText('Postoperative diagnosis');
  await expect(claims(page).getByRole('row', { name: /code/ }).getByRole('img', { name: 'passed' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('radio', { name: 'XML' }).click();
  await expect(page.getByText('<ClinicalDocument')).toBeVisible();
  await page.getByRole('radio', { name: 'Header' }).click();
  await expect(page.getByText('Lakeside Clinic').last()).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: /Wire record/ }).click();
  await expect(page).toHaveURL(/#\/exchanges\//);
});

test('a push by keyboard alone', async ({ page }) => {
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await expect(inbox(page)).toBeVisible();
  await expect(page.getByText('Reading the inbox')).toBeHidden();
  const rows = inbox(page).locator('[aria-selected]');
  const count = page.getByRole('region', { name: 'Push inbox' }).getByRole('status').first();
  await expect(count).toHaveText(/^\d+$/);
  const before = Number(await count.textContent());
  await expect(rows).toHaveCount(before);
  await page.keyboard.press('n');
  await expect(rows).toHaveCount(before + 1);
  await expect(inbox(page).locator('[aria-selected="true"]')).toHaveCount(1);
  await expect(page.getByRole('img', { name: /page 1 of 1/ })).toBeVisible();

  await tabTo(page, page.getByRole('tab', { name: /Progress note/ }));
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('article')).toContainText('Surgical operation note');

  await page.keyboard.press('/');
  await expect(page.getByRole('textbox', { name: 'Filter the inbox' })).toBeFocused();
  await page.keyboard.type('no such push');
  await expect(page.getByText('Nothing fits the filter')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(rows).toHaveCount(before + 1);
  await page.keyboard.press('j');
  await expect(inbox(page)).toBeFocused();
  await page.keyboard.press('w');
  await expect(page).toHaveURL(/#\/exchanges\//);
});

test('hostile and broken documents are shown as what they are', async ({ page, host }) => {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const attachment = (title: string, contentType: string, text: string) => ({
    name: 'Attachment',
    part: [
      { name: 'Code', valueCodeableConcept: { coding: [{ system: 'http://loinc.org', code: '11506-3' }] } },
      {
        name: 'Content',
        resource: {
          resourceType: 'DocumentReference',
          status: 'current',
          content: [{ attachment: { contentType, title, data: base64(text) } }],
        },
      },
    ],
  });
  const script = '<script>window.hurt = true</script>';
  const reply = await page.request.post(host.receiver.submitAttachmentUrl, {
    headers: { 'content-type': 'application/fhir+json' },
    data: {
      resourceType: 'Parameters',
      parameter: [
        { name: 'TrackingId', valueIdentifier: { system: 'urn:test', value: 'hostile-1' } },
        { name: 'AttachTo', valueCode: 'claim' },
        { name: 'MemberId', valueIdentifier: { system: 'urn:test', value: 'M1' } },
        { name: 'ProviderId', valueIdentifier: { system: 'http://hl7.org/fhir/sid/us-npi', value: '9941001015' } },
        { name: 'OrganizationId', valueIdentifier: { system: 'http://hl7.org/fhir/sid/us-npi', value: '9941001015' } },
        { name: 'ServiceDate', valueDate: '2026-06-22' },
        attachment(
          'Page',
          'image/png',
          `<!DOCTYPE html><html><body>${script}<img src=x onerror="window.hurt = true"></body></html>`,
        ),
        attachment(
          'Note',
          'text/xml',
          `<ClinicalDocument xmlns="urn:hl7-org:v3"><title>Note</title><component><structuredBody><component><section><title>S</title><text><paragraph>kept</paragraph>${script}</text></section></component></structuredBody></component></ClinicalDocument>`,
        ),
        attachment('Torn', 'application/pdf', '%PDF-1.7 and nothing else'),
        attachment('Blob', 'application/pdf', '\u0000\u0001\u0002 bytes'),
      ],
    },
  });
  expect(reply.status()).toBeLessThan(500);
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await inbox(page).getByText('hostile-1').click();

  await page.getByRole('tab', { name: /Page/ }).click();
  await expect(page.getByText('<!DOCTYPE html>')).toBeVisible();
  await expect(claims(page).getByRole('row', { name: /type/ }).getByRole('img', { name: 'failed' })).toBeVisible();
  await page.getByRole('tab', { name: /Note/ }).click();
  await expect(page.getByRole('article')).toContainText('kept');
  await page.getByRole('tab', { name: /Torn/ }).click();
  await expect(page.getByText(/begin like a PDF, but it cannot be read/)).toBeVisible();
  await page.getByRole('tab', { name: /Blob/ }).click();
  await expect(page.getByText('There is no picture for this kind of document.')).toBeVisible();
  await expectAccessible(page);
  expect(await page.evaluate(() => 'hurt' in window)).toBe(false);
});
