import { changeCard, changeForm, useComposing } from './composer-store.ts';
import { type CardForm, newCard } from './submission-form.ts';
import { contentOf } from './submission-request.ts';
import { bringFile, stopBringing, useBringing } from './uploads.ts';

/** Brings a file for a card; its name becomes the title where there is none. */
export async function takeFile(key: string, file: File): Promise<void> {
  const held = await bringFile(key, file);
  const card = useComposing.getState().form.cards.find((one) => one.key === key);
  if (!held || !card) return;
  const isNamed = card.title.trim() !== '' || card.code.trim() !== '';
  changeCard(key, { kind: 'file', file: held, contentType: '', ...(isNamed ? {} : { title: held.name }) });
}

const isEmpty = (card: CardForm): boolean =>
  card.kind === 'file' && contentOf(card, '') === undefined && useBringing.getState()[card.key] === undefined;

/** Takes several files, each an attachment: cards that wait for a file take them in order, the others get cards of their own. */
export function takeFiles(files: readonly File[]): void {
  const { cards } = useComposing.getState().form;
  const free = cards.filter(isEmpty);
  const fresh = files.slice(free.length).map(() => newCard());
  if (fresh.length > 0) changeForm({ cards: [...cards, ...fresh] });
  for (const [index, card] of [...free, ...fresh].entries()) {
    const file = files[index];
    if (file) void takeFile(card.key, file);
  }
}

/** Takes a card out; a file on its way to it is stopped. */
export function removeCard(key: string): void {
  stopBringing(key);
  changeForm({ cards: useComposing.getState().form.cards.filter((card) => card.key !== key) });
}

/** Puts a card one place up (-1) or down (1). */
export function moveCard(key: string, by: -1 | 1): void {
  const cards = [...useComposing.getState().form.cards];
  const from = cards.findIndex((card) => card.key === key);
  const [card] = cards.slice(from, from + 1);
  const to = from + by;
  if (!card || to < 0 || to >= cards.length) return;
  cards.splice(from, 1);
  cards.splice(to, 0, card);
  changeForm({ cards });
}
