/** Sends focus to a part of a builder's row once it is drawn. */
export function focusRow(key: string, part: 'name' | 'value'): void {
  requestAnimationFrame(() => {
    const row = document.querySelector(`[data-row="${CSS.escape(key)}"]`);
    const field = row?.querySelector(part === 'name' ? '[data-name] input' : '[data-value], [data-name] ~ * input');
    if (field instanceof HTMLElement) field.focus();
  });
}
