import { describe, expect, test } from 'vitest';
import { decodeText } from '../../renderer/parts/document-viewer/decode-text.ts';
import { fileNameOf, viewName, viewsOf } from '../../renderer/parts/document-viewer/forms.ts';
import { hexOf } from '../../renderer/parts/document-viewer/hex.ts';
import { attachmentsIn, innerDocument } from '../../renderer/parts/document-viewer/inner-document.ts';
import { fromBase64 } from '../../renderer/parts/document-viewer/load-document.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

describe('how a document is looked at', () => {
  test('follows its bytes: markup is source, unknown bytes are only described', () => {
    expect(viewsOf('html')).toEqual(['text', 'bytes']);
    expect(viewName('text', 'html')).toBe('Source');
    expect(viewsOf('unknown')).toEqual(['about', 'bytes']);
    expect(viewsOf('zip')[0]).toBe('about');
    expect(viewsOf('pdf')).toEqual(['page', 'text', 'bytes']);
    expect(viewsOf('fhir-json', 'bundle')[0]).toBe('entries');
    expect(viewsOf('fhir-json', 'sections').slice(0, 2)).toEqual(['sections', 'entries']);
    expect(viewsOf('fhir-json', 'answers')[0]).toBe('answers');
    expect(viewsOf('fhir-json', 'resource')[0]).toBe('resource');
  });

  test('is saved under a name that tells what it is, whatever it was called', () => {
    expect(fileNameOf('Progress note', 'pdf')).toBe('Progress note.pdf');
    expect(fileNameOf('note.PDF', 'pdf')).toBe('note.PDF');
    expect(fileNameOf('../../etc/passwd', 'text')).toBe('etc-passwd.txt');
    expect(fileNameOf('run.exe', 'png')).toBe('run.exe.png');
    expect(fileNameOf('page.html', 'html')).toBe('page.html.txt');
    expect(fileNameOf('///', 'unknown')).toBe('document.bin');
  });
});

describe('bytes as text', () => {
  test('are UTF-8, or what their mark or XML declaration says', () => {
    expect(decodeText(utf8('größer'))).toEqual({ text: 'größer', encoding: 'UTF-8' });
    expect(decodeText(new Uint8Array([0xff, 0xfe, 0x41, 0, 0x42, 0]))).toEqual({ text: 'AB', encoding: 'UTF-16LE' });
    const latin = new Uint8Array([...utf8('<?xml version="1.0" encoding="ISO-8859-1"?><a>'), 0xe9, ...utf8('</a>')]);
    expect(decodeText(latin).text).toContain('<a>é</a>');
  });

  test('survive a letter cut in two at their end, an encoding nobody knows and bytes that are no text', () => {
    expect(decodeText(utf8('ok é').subarray(0, 4)).text).toBe('ok ');
    expect(decodeText(utf8('<?xml version="1.0" encoding="x-nobody"?><a/>')).text).toContain('<a/>');
    expect(decodeText(new Uint8Array([0x41, 0xff, 0x80, 0x42, 0x43, 0x44, 0x45]))).toMatchObject({
      encoding: 'Windows-1252, by guess',
    });
    expect(decodeText(new Uint8Array())).toEqual({ text: '', encoding: 'UTF-8' });
  });
});

describe('documents inside documents', () => {
  const report = {
    resourceType: 'DiagnosticReport',
    presentedForm: [
      { contentType: 'application/pdf', title: 'Report', data: 'JVBERi0=' },
      { contentType: 'image/png', url: 'Binary/1' },
    ],
    'a/b': { contentType: 'text/plain', data: 'aGk' },
  };

  test('are found wherever they stand, with a pointer that leads to them', () => {
    const found = attachmentsIn(report);
    expect(found).toEqual([
      { pointer: '/presentedForm/0/data', title: 'Report' },
      { pointer: '/a~1b/data', title: 'text/plain' },
    ]);
    const inner = innerDocument(report, found[0]?.pointer ?? '');
    expect(inner).toMatchObject({ name: 'Report', document: { declaredType: 'application/pdf' } });
    expect(new TextDecoder().decode(inner?.document.bytes)).toBe('%PDF-');
    expect(new TextDecoder().decode(innerDocument(report, '/a~1b/data')?.document.bytes)).toBe('hi');
  });

  test('are none where there is no base64, and hostile nesting ends', () => {
    expect(innerDocument(report, '/resourceType/x')).toBeUndefined();
    expect(innerDocument({ data: '***' }, '/data')).toBeUndefined();
    let deep: unknown = { contentType: 'text/plain', data: 'aGk=' };
    for (let i = 0; i < 5_000; i += 1) deep = { inside: deep };
    expect(attachmentsIn(deep)).toEqual([]);
  });

  test('are decoded with breaks and in the URL alphabet', () => {
    expect(hexOf(fromBase64('-_-_\r\n'))).toBe('fbffbf');
    expect(hexOf(new Uint8Array([1, 255]), ' ')).toBe('01 ff');
    expect(() => fromBase64('*')).toThrow();
  });
});
