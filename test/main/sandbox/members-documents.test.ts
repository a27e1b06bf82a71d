import { createHash } from 'node:crypto';
import { crc32, inflateSync } from 'node:zlib';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, it } from 'vitest';
import { makeMembers } from '../../../main/sandbox/members/make-members.ts';

const { provider, members } = makeMembers(1);

interface Stored {
  id: string;
  contentType: string;
  type: string | undefined;
  inline: boolean;
  size: number | undefined;
  hash: string | undefined;
  bytes: Buffer;
  memberId: string;
}

/** All documents with their bytes, wherever these lie. */
const documents: Stored[] = provider.flatMap((resource) => {
  if (resource.resourceType !== 'DocumentReference') return [];
  return resource.content.map(({ attachment }) => {
    const binary = provider.find((other) => `${other.resourceType}/${other.id}` === attachment.url);
    const data = attachment.data ?? (binary?.resourceType === 'Binary' ? binary.data : undefined);
    const patientId = resource.subject?.reference?.split('/')[1];
    return {
      id: resource.id ?? '',
      contentType: attachment.contentType ?? '',
      type: resource.type?.coding?.[0]?.code,
      inline: attachment.data !== undefined,
      size: attachment.size,
      hash: attachment.hash,
      bytes: Buffer.from(data ?? '', 'base64'),
      memberId: members.find((member) => member.patientId === patientId)?.memberId.value ?? '',
    };
  });
});

function ofType(contentType: string): Stored[] {
  return documents.filter((document) => document.contentType.startsWith(contentType));
}

describe('documents', () => {
  it('come in all four formats, inline and as Binary, under the types payers ask for', () => {
    for (const contentType of ['application/pdf', 'application/xml', 'image/png', 'text/plain']) {
      expect(ofType(contentType).length).toBeGreaterThanOrEqual(5);
    }
    expect(documents.filter(({ inline }) => inline).length).toBeGreaterThan(10);
    expect(documents.filter(({ inline }) => !inline).length).toBeGreaterThan(10);
    const types = new Set(documents.map(({ type }) => type));
    for (const loinc of ['34117-2', '11506-3', '11504-8', '18842-5', '11488-4', '18748-4'])
      expect(types).toContain(loinc);
  });

  it('tell the truth about size and hash', () => {
    for (const { id, bytes, size, hash } of documents) {
      expect([id, size, hash]).toEqual([id, bytes.length, createHash('sha1').update(bytes).digest('base64')]);
      expect(bytes.length).toBeGreaterThan(200);
    }
  });
});

describe('PDF documents', () => {
  it('open in pdf.js with their text', async () => {
    const pages: number[] = [];
    for (const { id, bytes, memberId } of ofType('application/pdf')) {
      const { text, count } = await readPdf(bytes);
      pages.push(count);
      expect(text, id).toContain(`Member ${memberId}`);
      expect(text, id).toContain(`Page ${count} of ${count}`);
      expect(text, id).toContain('signed electronically');
    }
    expect(Math.max(...pages)).toBeGreaterThan(1);
  });

  it('keep diacritics', async () => {
    const note = ofType('application/pdf').find(({ id }) => id.startsWith('nunez-odegard-zoe'));
    expect((await readPdf(note?.bytes ?? Buffer.alloc(0))).text).toContain('Núñez-Ødegård, Zoë María');
  });

  it('have a cross-reference table that points at every object', () => {
    for (const { bytes } of ofType('application/pdf')) {
      const file = bytes.toString('latin1');
      const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(file)?.[1]);
      expect(file.slice(start, start + 4)).toBe('xref');
      const offsets = [...file.slice(start).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset));
      expect(offsets.length).toBeGreaterThanOrEqual(7);
      for (const [index, offset] of offsets.entries()) {
        expect(file.slice(offset, offset + 12)).toMatch(new RegExp(`^${index + 1} 0 obj\n`));
      }
    }
  });
});

describe('C-CDA documents', () => {
  it('are well-formed ClinicalDocuments about the right person', () => {
    for (const { id, bytes, memberId, type } of ofType('application/xml')) {
      const xml = bytes.toString('utf8');
      expect(faultOf(xml), id).toBeUndefined();
      expect(xml).toContain('<ClinicalDocument xmlns="urn:hl7-org:v3"');
      expect(xml).toContain('<templateId root="2.16.840.1.113883.10.20.22.1.1" extension="2015-08-01"/>');
      expect(xml).toContain(`<code code="${type}" codeSystem="2.16.840.1.113883.6.1"`);
      expect(xml).toContain(`extension="${memberId}"`);
      for (const part of ['recordTarget', 'author', 'custodian', 'structuredBody']) expect(xml).toContain(`<${part}>`);
      expect(xml.match(/<section>/g)?.length).toBeGreaterThanOrEqual(2);
    }
    expect(ofType('application/xml').some(({ bytes }) => bytes.includes('<table'))).toBe(true);
  });

  it('would not pass when broken', () => {
    expect(faultOf('<a><b></a></b>')).toBeDefined();
    expect(faultOf('<a>1 & 2</a>')).toBeDefined();
    expect(faultOf('<a x="1</a>')).toBeDefined();
    expect(faultOf('<a/><b/>')).toBeDefined();
  });
});

describe('PNG pictures', () => {
  it('decode to the size they say, at least 320 by 240', () => {
    for (const { id, bytes } of ofType('image/png')) {
      const { width, height, channels, rows } = readPng(bytes);
      expect(width, id).toBeGreaterThanOrEqual(320);
      expect(height, id).toBeGreaterThanOrEqual(240);
      expect(rows.length, id).toBe((width * channels + 1) * height);
      expect(new Set(rows).size, id).toBeGreaterThan(20);
    }
  });

  it('come in grey and in colour', () => {
    expect(new Set(ofType('image/png').map(({ bytes }) => readPng(bytes).channels))).toEqual(new Set([1, 3]));
  });
});

async function readPdf(bytes: Buffer): Promise<{ text: string; count: number }> {
  const task = getDocument({ data: new Uint8Array(bytes), useSystemFonts: false, verbosity: 0 });
  const pdf = await task.promise;
  let text = '';
  for (let number = 1; number <= pdf.numPages; number++) {
    const content = await (await pdf.getPage(number)).getTextContent();
    text += content.items.map((item) => ('str' in item ? item.str : '')).join(' ');
  }
  await task.destroy();
  return { text, count: pdf.numPages };
}

/** The first reason why a text is not well-formed XML, for the part of XML that the documents use. */
function faultOf(xml: string): string | undefined {
  const body = xml.replace(/^<\?xml [^?]*\?>\s*/, '').trim();
  const token = /<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y;
  const open: string[] = [];
  let roots = 0;
  while (token.lastIndex < body.length) {
    const at = token.lastIndex;
    const match = token.exec(body);
    if (!match) return `not a tag at ${at}: ${body.slice(at, at + 30)}`;
    const [whole, closing, name = '', , empty, text] = match;
    if (/&(?!(?:amp|lt|gt|quot|apos);)/.test(whole)) return `bare ampersand in ${whole}`;
    if (text !== undefined) {
      if (open.length === 0 && text.trim() !== '') return 'text outside the root';
    } else if (closing) {
      if (open.pop() !== name) return `unexpected end of ${name}`;
    } else {
      if (open.length === 0) roots += 1;
      if (!empty) open.push(name);
    }
  }
  if (open.length > 0) return `${open.at(-1)} is not closed`;
  return roots === 1 ? undefined : `${roots} roots`;
}

function readPng(bytes: Buffer) {
  expect(bytes.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
  const data: Buffer[] = [];
  let header = Buffer.alloc(13);
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const named = bytes.subarray(at + 4, at + 8 + length);
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(crc32(named));
    const type = named.toString('latin1', 0, 4);
    if (type === 'IHDR') header = Buffer.from(named.subarray(4));
    if (type === 'IDAT') data.push(named.subarray(4));
    at += 12 + length;
  }
  const channels = header[9] === 2 ? 3 : 1;
  const rows = inflateSync(Buffer.concat(data));
  return { width: header.readUInt32BE(0), height: header.readUInt32BE(4), channels, rows };
}
