import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { Elided, tailStart } from '../../../renderer/ui/elided.tsx';

it('keeps the end of a long text apart and leaves a short one whole', () => {
  expect(tailStart('Observation/shaw-amy-hba1c-2024', 7)).toBe(24);
  expect(tailStart('Patient/ann', 7)).toBe(0);
});

it('holds the whole text for readers, and in its tooltip', () => {
  const text = 'Observation/shaw-amy-hba1c-2024';
  const markup = renderToStaticMarkup(createElement(Elided, { text, tail: 7 }));
  expect(markup).toContain(`title="${text}"`);
  expect(markup.replace(/<[^>]*>/g, '')).toBe(text);
});
