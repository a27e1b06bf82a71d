import path from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CdaBlock, CdaDocument, CdaProblem } from '../../renderer/parts/document-viewer/cda.ts';

// The reader leans on the XML parser of the browser, so it is tested in one.
let browser: Browser;
let page: Page;
const asked: string[] = [];

beforeAll(async () => {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: {
        entry: path.resolve(import.meta.dirname, '../../renderer/parts/document-viewer/cda.ts'),
        formats: ['iife'],
        name: 'cda',
      },
    },
  });
  const [first] = [built].flat();
  const code = first && 'output' in first ? first.output[0].code : '';
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    chromiumSandbox: false,
  });
  page = await browser.newPage();
  page.on('request', (request) => asked.push(request.url()));
  await page.addScriptTag({ content: code });
});
afterAll(() => browser.close());

const readAny = (xml: string): Promise<CdaDocument | CdaProblem> =>
  page.evaluate(
    (text) => (window as unknown as { cda: { readCda(text: string): CdaDocument | CdaProblem } }).cda.readCda(text),
    xml,
  );

async function read(xml: string): Promise<CdaDocument> {
  const answer = await readAny(xml);
  if ('problem' in answer) throw new Error(answer.problem);
  return answer;
}

const documentOf = (narrative: string, header = '') => `<?xml version="1.0"?>
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:sdtc="urn:hl7-org:sdtc">
  <code code="11504-8" displayName="Surgical operation note"/><title>Operative note</title>
  <effectiveTime value="202606221530-0700"/>${header}
  <component><structuredBody><component><section><code code="10216-0"/><title>Findings</title>
    <text>${narrative}</text></section></component></structuredBody></component>
</ClinicalDocument>`;

const blocksOf = async (narrative: string): Promise<CdaBlock[]> =>
  (await read(documentOf(narrative))).sections[0]?.blocks ?? [];

const wordsOf = (blocks: readonly CdaBlock[]): string =>
  blocks.map((one) => (typeof one === 'string' ? one : wordsOf(one.children))).join('');

const shapesOf = (blocks: readonly CdaBlock[]): string[] =>
  blocks.flatMap((one) => (typeof one === 'string' ? [] : [one.shape, ...shapesOf(one.children)]));

describe('a C-CDA', () => {
  test('gives its header and its sections, nested ones too', async () => {
    const header = `<recordTarget><patientRole><id root="1.2" extension="HM1"/><id root="3.4"/>
      <patient><name><given>Amy</given><given>V.</given><family>Shaw</family></name>
      <administrativeGenderCode displayName="Female"/><birthTime value="19870226"/></patient></patientRole></recordTarget>
      <author><assignedAuthor><representedOrganization><name>Lakeside Clinic</name></representedOrganization></assignedAuthor></author>
      <documentationOf><serviceEvent><effectiveTime><low value="20260622"/></effectiveTime></serviceEvent></documentationOf>`;
    const nested =
      'plain</text><component><section><title>Inside</title><text>words</text></section></component><text>';
    const { title, code, facts, ids, serviceDate, sections } = await read(documentOf(nested, header));
    expect({ title, code, ids, serviceDate }).toEqual({
      title: 'Operative note',
      code: '11504-8',
      ids: ['HM1', '3.4'],
      serviceDate: '2026-06-22',
    });
    expect(facts).toEqual([
      ['Patient', 'Amy V. Shaw'],
      ['Born', '1987-02-26'],
      ['Id', 'HM1, 3.4'],
      ['Gender', 'Female'],
      ['Created', '2026-06-22 15:30'],
      ['Author', 'Lakeside Clinic'],
      ['Service', '2026-06-22'],
    ]);
    expect(sections).toMatchObject([
      { title: 'Findings', code: '10216-0', blocks: ['plain'], sections: [{ title: 'Inside', blocks: ['words'] }] },
    ]);
  });

  test('keeps paragraphs, lists, tables and emphasis', async () => {
    const blocks = await blocksOf(
      `<paragraph>One <content styleCode="Bold">two</content></paragraph>
       <list listType="ordered"><item>a</item><item>b</item></list>
       <table><thead><tr><th>Date</th></tr></thead><tbody><tr><td colspan="2">7 %</td></tr></tbody></table>`,
    );
    expect(shapesOf(blocks)).toEqual([
      'paragraph',
      'strong',
      'list',
      'item',
      'item',
      'table',
      'head',
      'row',
      'cell',
      'row',
      'cell',
    ]);
    expect(JSON.stringify(blocks)).toContain('"ordered":true');
    expect(JSON.stringify(blocks)).toContain('"columns":2');
  });

  test('leaves nothing of hostile markup but words', async () => {
    const blocks = await blocksOf(
      `<script>alert(1)</script><paragraph onclick="alert(2)" style="background:url(http://evil.example/a)">text</paragraph>
       <html:img xmlns:html="http://www.w3.org/1999/xhtml" src="http://evil.example/b" onerror="alert(3)"/>
       <iframe src="http://evil.example/c"/><linkHtml href="javascript:alert(4)">a link</linkHtml>
       <renderMultiMedia referencedObject="MM1"/><constructor>odd</constructor><__proto__>odder</__proto__>
       <td colspan="99999999">cell</td><?xml-stylesheet href="http://evil.example/d"?><!-- http://evil.example/e -->`,
    );
    expect(shapesOf(blocks)).toEqual(['paragraph', 'cell']);
    const all = JSON.stringify(blocks);
    for (const trace of ['evil', 'javascript', 'onclick', 'onerror', 'style', 'href', 'columns'])
      expect(all).not.toContain(trace);
    expect(wordsOf(blocks)).toContain('a link');
    expect(wordsOf(blocks)).toContain('[picture MM1 not shown]');
    expect(wordsOf(blocks)).toContain('odder');
    expect(asked).toEqual([]);
  });

  test('is refused with a document type, which could hold entities or lead elsewhere', async () => {
    const bomb = '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;">]>';
    expect(await readAny(`${bomb}${documentOf('&y;')}`)).toMatchObject({
      problem: expect.stringMatching(/document type/),
    });
    expect(await readAny('<!DOCTYPE a SYSTEM "http://evil.example/x.dtd"><a/>')).toHaveProperty('problem');
    expect(asked).toEqual([]);
  });

  test('is refused when it is broken or something else, with a next step', async () => {
    expect(await readAny('<ClinicalDocument><title>')).toMatchObject({
      problem: expect.stringMatching(/well-formed/),
      next: expect.any(String),
    });
    expect(await readAny('<note/>')).toMatchObject({ problem: expect.stringMatching(/not a ClinicalDocument/) });
    expect(await readAny('')).toHaveProperty('problem');
  });

  test('survives nesting and length that would end a careless reader', async () => {
    const deep = 4_000;
    const nested = await blocksOf(`${'<content>'.repeat(deep).slice(0)}deep${'</content>'.repeat(deep)}`).catch(
      (thrown: Error) => thrown.message,
    );
    // A parser may refuse such depth itself; what it lets through is read.
    expect(typeof nested === 'string' ? nested : wordsOf(nested)).toMatch(/deep|well-formed/);
    const long = await read(documentOf('<paragraph>x</paragraph>'.repeat(80_000)));
    expect(long.sections.at(-1)?.title).toBe('Cut here');
    expect(long.sections[0]?.blocks.length).toBeLessThanOrEqual(60_000);
  });

  test('says when its body is no XML, and when a section has no words', async () => {
    const other = `<ClinicalDocument xmlns="urn:hl7-org:v3"><component><nonXMLBody><text mediaType="application/pdf">AAAA</text></nonXMLBody></component></ClinicalDocument>`;
    expect((await read(other)).sections).toMatchObject([{ blocks: ['A application/pdf inside the document.'] }]);
    expect((await read(documentOf(' '))).sections[0]?.blocks).toEqual([' ']);
  });
});
