import type { Stage } from './stage.ts';

/** The signs that tokens and headers can carry, and that are changed when they are written as JSON, HTML or a URL. */
export const plain = "#/+&=<'";

/** The form of a connection in the window. */
export function formOf({ page, partner }: Stage) {
  return {
    secret: (label: string) => page.getByLabel(label, { exact: true }).last(),
    save: () => page.keyboard.press('Control+Enter'),
    saved: (name: string) => page.getByRole('heading', { name, level: 2 }).waitFor(),
    /** Opens it empty and writes the plain facts. */
    async basics(name: string) {
      const [console] = page.url().split('#');
      await page.goto(`${console}#/connections`);
      await page.getByRole('heading', { name: 'Connections', level: 1 }).waitFor();
      await page.goto(`${console}#/connections/new`);
      await page.getByRole('textbox', { name: 'Base URL' }).fill(partner.base);
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
    },
  };
}
