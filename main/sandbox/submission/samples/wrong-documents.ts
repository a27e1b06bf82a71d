import { Buffer } from 'node:buffer';
import type { DocumentReference, Identifier } from '@medplum/fhirtypes';
import { systems } from '../../../../shared/cdex/codes.ts';
import { writePng } from '../../members/documents/png.ts';

const code = { coding: [{ system: systems.loinc, code: '34133-9', display: 'Summary of episode note' }] };

/** A document of one attachment as somebody claims it to be. */
const claimed = (memberId: Identifier, title: string, attachment: object): DocumentReference => ({
  resourceType: 'DocumentReference',
  status: 'current',
  type: { ...code, text: 'Summary of episode note' },
  subject: { identifier: memberId },
  description: title,
  content: [{ attachment: { title, ...attachment } }],
});

const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

/** XML 1.0 entities from outside, script in three places, a stylesheet and a picture from another host. All of it is to be shown as text at most. */
const hostile = `<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="http://tracker.example/style.xsl"?>
<!DOCTYPE ClinicalDocument [
  <!ENTITY secret SYSTEM "file:///etc/hostname">
  <!ENTITY beacon SYSTEM "http://tracker.example/seen">
  <!ENTITY ha "ha"><!ENTITY haha "&ha;&ha;&ha;&ha;">
]>
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xlink="http://www.w3.org/1999/xlink">
  <templateId root="2.16.840.1.113883.10.20.22.1.9"/>
  <code code="11506-3" codeSystem="2.16.840.1.113883.6.1" displayName="Progress note"/>
  <title>Progress note &haha;</title>
  <effectiveTime value="20260601"/>
  <component><structuredBody>
    <component><section>
      <title>Assessment &secret;</title>
      <text>
        <paragraph onclick="alert('clicked')">Healing well. &beacon;</paragraph>
        <script>document.title = 'taken over'; fetch('http://tracker.example/script');</script>
        <renderMultiMedia referencedObject="picture"/>
        <linkHtml href="javascript:alert('followed')">Open the report</linkHtml>
        <html:img xmlns:html="http://www.w3.org/1999/xhtml" src="http://tracker.example/pixel.png" onerror="alert('loaded')"/>
        <table styleCode="expression(alert('styled'))"><tbody><tr><td>HbA1c</td><td>7.0 %</td></tr></tbody></table>
      </text>
    </section></component>
  </structuredBody></component>
</ClinicalDocument>
`;

/** Starts as a PDF does; its objects break off, and its cross-references point behind its end. */
const brokenPdf = `%PDF-1.7
1 0 obj
<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert('opened')) >> >>
endobj
2 0 obj
<< /Type /Pages /Kids [3 0 R 9 0 R] /Count 999999999 >>
endobj
3 0 obj
<< /Type /Page /Parent 3 0 R /Contents 4 0 R /MediaBox [0 0 -1 1e99] >>
endobj
4 0 obj
<< /Length 1000000 /Filter /FlateDecode >>
stream
\x78\x9c\xff\xff\xff
xref
0 5
9999999999 65535 f
trailer
<< /Root 1 0 R /Size 5 /Prev 424242 >>
startxref
`;

/** What is wrong on purpose, by name. Each is written for the member it is about. */
export const wrongDocuments = {
  'type-lie': (member: Identifier) =>
    claimed(member, 'A PDF that is a picture', {
      contentType: 'application/pdf',
      data: writePng(16, 16, 1, new Uint8Array(256).fill(127)).toString('base64'),
      size: 12,
      hash: 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=',
    }),
  'bad-base64': (member: Identifier) =>
    claimed(member, 'Data that is no base64', { contentType: 'text/plain', data: 'VGhpcyBpcyBub3Q=*not*base64*' }),
  'hostile-ccda': (member: Identifier) =>
    claimed(member, 'A C-CDA that wants too much', { contentType: 'application/xml', data: base64(hostile) }),
  'broken-pdf': (member: Identifier) =>
    claimed(member, 'A PDF that breaks off', { contentType: 'application/pdf', data: base64(brokenPdf) }),
} as const;
