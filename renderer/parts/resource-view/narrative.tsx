import { createElement, Fragment, type ReactNode, useMemo } from 'react';
import style from './resource-view.module.css';

/** Elements FHIR allows in a narrative; everything else is left out, its text stays. Source: FHIR R4 Narrative, txt-1. */
const allowed = new Set(
  `a abbr address b big blockquote br caption cite code col colgroup dd del dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i ins
   kbd li ol p pre q samp small span strong sub sup table tbody td tfoot th thead tr tt u ul var`.split(/\s+/),
);
/** Elements whose text is no text to read. */
const dropped = new Set(['script', 'style', 'template', 'noscript', 'head', 'title', 'object', 'embed', 'iframe']);
const empty = new Set(['br', 'hr', 'col']);
const tables = new Set(['table', 'thead', 'tbody', 'tfoot', 'tr', 'colgroup']);
// A narrative is a part of our page: its headings stand under ours, and skip no level.
const stands: Record<string, string> = {
  h1: 'h3',
  h2: 'h3',
  h4: 'h3',
  h5: 'h3',
  h6: 'h3',
  big: 'span',
  tt: 'code',
  a: 'span',
};

/** More than any clinician writes; beyond it lies hostile nesting. */
const deepest = 60;

function attributesOf(element: Element): Record<string, string | number> {
  const given: Record<string, string | number> = {};
  const title = element.getAttribute('title') ?? element.getAttribute('href');
  if (title) given.title = title;
  for (const [name, prop] of [
    ['colspan', 'colSpan'],
    ['rowspan', 'rowSpan'],
  ] as const) {
    const span = Number(element.getAttribute(name));
    if (Number.isInteger(span) && span > 1 && span <= 100) given[prop] = span;
  }
  return given;
}

function rebuild(node: Node, key: number, depth: number): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) {
    const inTable = node.parentElement && tables.has(node.parentElement.localName);
    return inTable ? null : node.textContent;
  }
  if (!(node instanceof Element) || depth > deepest) return null;
  const name = node.localName;
  if (dropped.has(name)) return null;
  if (name === 'img')
    return <em key={key}>[image{node.getAttribute('alt') ? `: ${node.getAttribute('alt')}` : ''}]</em>;
  const children = empty.has(name)
    ? undefined
    : [...node.childNodes].map((child, index) => rebuild(child, index, depth + 1));
  if (!allowed.has(name)) return <Fragment key={key}>{children}</Fragment>;
  return createElement(stands[name] ?? name, { key, ...attributesOf(node) }, ...(children ?? []));
}

/** Markup without its event handlers: none would be kept, yet parsing one makes the browser report it as blocked. */
const withoutHandlers = (xhtml: string): string =>
  xhtml.replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/\son[a-z]+\s*=/gi, ' data-off='));

/**
 * XHTML of a narrative as React: parsed in a document that runs and loads nothing, then only known elements built anew, without links,
 * styles, handlers or images.
 */
export function narrativeOf(xhtml: string): ReactNode {
  const parsed = new DOMParser().parseFromString(withoutHandlers(xhtml), 'text/html');
  return [...parsed.body.childNodes].map((node, index) => rebuild(node, index, 0));
}

/** The narrative of a resource, on paper. */
export function NarrativeView({ xhtml }: { xhtml: string }) {
  const content = useMemo(() => narrativeOf(xhtml), [xhtml]);
  return (
    // Scrollable by keyboard, hence in the order of focus.
    <div {...{ role: 'group', 'aria-label': 'Narrative', tabIndex: 0 }} className={`${style.desk} scroll`}>
      <article className={style.paper}>{content}</article>
    </div>
  );
}
