/** A C-CDA document as a picture can be made of it: words and shapes, nothing that could run or be fetched. */
export interface CdaDocument {
  title: string;
  /** Header: patient, ids, dates, author, custodian. */
  facts: [label: string, value: string][];
  sections: CdaSection[];
  /** LOINC code of the document, where it has one. */
  code?: string;
  /** Values of the patient’s identifiers. */
  ids: string[];
  /** When the service was, as an ISO-like date. */
  serviceDate?: string;
}

export interface CdaSection {
  title: string;
  code?: string;
  blocks: CdaBlock[];
  sections: CdaSection[];
}

/** The shapes of a narrative that are kept; everything else gives only its words. */
export type CdaShape =
  | 'paragraph'
  | 'list'
  | 'item'
  | 'table'
  | 'head'
  | 'row'
  | 'cell'
  | 'caption'
  | 'line'
  | 'strong'
  | 'em'
  | 'u';

/** A piece of narrative: text, or a shape with pieces in it. */
export type CdaBlock =
  | string
  | { shape: CdaShape; children: CdaBlock[]; ordered?: boolean; header?: boolean; columns?: number; rows?: number };

const shapes: ReadonlyMap<string, CdaShape> = new Map([
  ['paragraph', 'paragraph'],
  ['list', 'list'],
  ['item', 'item'],
  ['table', 'table'],
  ['thead', 'head'],
  ['tr', 'row'],
  ['th', 'cell'],
  ['td', 'cell'],
  ['caption', 'caption'],
  ['br', 'line'],
]);

// Hostile nesting would overflow the stack, hostile length the page; real documents stay far below both.
const deepest = 60;
const mostPieces = 60_000;

interface Budget {
  left: number;
}

const named = (element: Element, name: string): Element[] =>
  [...element.children].filter((child) => child.localName === name);

/** The first element down a path of local names. */
function down(element: Element | undefined, ...path: string[]): Element | undefined {
  return path.reduce<Element | undefined>((here, name) => (here ? named(here, name)[0] : undefined), element);
}

const words = (element: Element | undefined | null): string => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();

/** HL7 time stamp (YYYYMMDDhhmmss+zzzz) as an ISO-like text; unchanged where it is none. */
function cdaTime(value: string | null | undefined): string {
  const found = /^(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?/.exec(value ?? '');
  if (!found) return value ?? '';
  const [, year, month, day, hour, minute] = found;
  const date = [year, month, day].filter(Boolean).join('-');
  return hour ? `${date} ${hour}:${minute ?? '00'}` : date;
}

function personName(name: Element | undefined): string {
  if (!name) return '';
  const parts = [...name.children].map(words).filter(Boolean);
  return parts.length > 0 ? parts.join(' ') : words(name);
}

const idWords = (id: Element): string => id.getAttribute('extension') ?? id.getAttribute('root') ?? '';

function spanOf(cell: Element, attribute: string): number | undefined {
  const value = Number(cell.getAttribute(attribute));
  return Number.isInteger(value) && value > 1 && value <= 100 ? value : undefined;
}

/** styleCode says Bold, Italics, Underline; of a list of codes the first known counts. */
function styled(element: Element): CdaShape | undefined {
  const code = (element.getAttribute('styleCode') ?? '').toLowerCase();
  return code.includes('bold')
    ? 'strong'
    : code.includes('italic')
      ? 'em'
      : code.includes('underline')
        ? 'u'
        : undefined;
}

function block(node: Node, depth: number, budget: Budget): CdaBlock[] {
  if (budget.left <= 0) return [];
  budget.left -= 1;
  if (node.nodeType === 3 || node.nodeType === 4) {
    const text = node.textContent ?? '';
    return text.trim() === '' ? (text === '' ? [] : [' ']) : [text];
  }
  if (node.nodeType !== 1) return [];
  const element = node as Element;
  const name = element.localName;
  // An attachment of the document itself: it is named, not loaded.
  if (name === 'renderMultiMedia') return [`[picture ${element.getAttribute('referencedObject') ?? ''} not shown] `];
  const children = depth >= deepest ? [words(element)] : blocks(element, depth + 1, budget);
  const shape = shapes.get(name) ?? styled(element);
  if (!shape) return children;
  if (name === 'list' && element.getAttribute('listType') === 'ordered') return [{ shape, children, ordered: true }];
  if (shape !== 'cell') return [{ shape, children }];
  const columns = spanOf(element, 'colspan');
  const rows = spanOf(element, 'rowspan');
  return [
    { shape, children, ...(name === 'th' && { header: true }), ...(columns && { columns }), ...(rows && { rows }) },
  ];
}

const blocks = (element: Element, depth: number, budget: Budget): CdaBlock[] =>
  [...element.childNodes].flatMap((child) => block(child, depth, budget));

function section(element: Element, depth: number, budget: Budget): CdaSection {
  const text = down(element, 'text');
  const code = down(element, 'code')?.getAttribute('code');
  return {
    title:
      words(down(element, 'title')) || down(element, 'code')?.getAttribute('displayName') || 'Section without a title',
    ...(code && { code }),
    blocks: text ? blocks(text, 0, budget) : [],
    sections: depth >= deepest ? [] : sectionsIn(element, depth + 1, budget),
  };
}

const sectionsIn = (element: Element, depth: number, budget: Budget): CdaSection[] =>
  named(element, 'component').flatMap((component) =>
    named(component, 'section').map((one) => section(one, depth, budget)),
  );

function patientIds(root: Element): string[] {
  const role = down(root, 'recordTarget', 'patientRole');
  return role ? named(role, 'id').map(idWords).filter(Boolean) : [];
}

function serviceTime(root: Element): string {
  const time = down(root, 'documentationOf', 'serviceEvent', 'effectiveTime');
  return cdaTime(down(time, 'low')?.getAttribute('value') ?? time?.getAttribute('value'));
}

function factsOf(root: Element): CdaDocument['facts'] {
  const patient = down(root, 'recordTarget', 'patientRole', 'patient');
  const author = down(root, 'author', 'assignedAuthor');
  const facts: CdaDocument['facts'] = [
    ['Patient', personName(down(patient, 'name'))],
    ['Born', cdaTime(down(patient, 'birthTime')?.getAttribute('value'))],
    ['Id', patientIds(root).join(', ')],
    ['Gender', down(patient, 'administrativeGenderCode')?.getAttribute('displayName') ?? ''],
    ['Created', cdaTime(down(root, 'effectiveTime')?.getAttribute('value'))],
    [
      'Author',
      personName(down(author, 'assignedPerson', 'name')) || words(down(author, 'representedOrganization', 'name')),
    ],
    ['Custodian', words(down(root, 'custodian', 'assignedCustodian', 'representedCustodianOrganization', 'name'))],
    ['Service', serviceTime(root)],
  ];
  return facts.filter(([, value]) => value !== '');
}

/** What keeps a document from being rendered: a sentence and a next step. */
export interface CdaProblem {
  problem: string;
  next: string;
}

const fall = 'Look at its XML, or save a copy.';

/**
 * Reads a C-CDA. Only words and known shapes survive; styles, links, scripts, processing instructions and everything else of the XML are
 * left behind. A document type declaration is refused, because entities could make a small file large.
 */
export function readCda(text: string): CdaDocument | CdaProblem {
  if (/<!DOCTYPE|<!ENTITY/i.test(text)) {
    return {
      problem: 'The document declares a document type, which a C-CDA never has, so it is not rendered.',
      next: fall,
    };
  }
  const xml = new DOMParser().parseFromString(text.replace(/^\uFEFF/, ''), 'application/xml');
  const root = xml.documentElement;
  if (xml.getElementsByTagName('parsererror').length > 0) {
    return { problem: 'The document is not well-formed XML, so it is not rendered.', next: fall };
  }
  if (root.localName !== 'ClinicalDocument') {
    return { problem: `The document is a ${root.localName}, not a ClinicalDocument.`, next: fall };
  }
  const budget: Budget = { left: mostPieces };
  const body = down(root, 'component', 'structuredBody');
  const sections = body ? sectionsIn(body, 0, budget) : [];
  const code = down(root, 'code')?.getAttribute('code');
  const loose = down(root, 'component', 'nonXMLBody', 'text');
  return {
    title: words(down(root, 'title')) || down(root, 'code')?.getAttribute('displayName') || 'Clinical document',
    facts: factsOf(root),
    ...(code && { code }),
    ids: patientIds(root),
    ...(serviceTime(root) && { serviceDate: serviceTime(root) }),
    sections: [
      ...sections,
      ...(loose
        ? [
            {
              title: 'Body that is not XML',
              blocks: [`A ${loose.getAttribute('mediaType') ?? 'file'} inside the document.`],
              sections: [],
            },
          ]
        : []),
      ...(budget.left <= 0
        ? [
            {
              title: 'Cut here',
              blocks: ['The document is longer than what is rendered; its XML has the rest.'],
              sections: [],
            },
          ]
        : []),
    ],
  };
}
