import type { Connection } from '../../../../shared/domain/connection.ts';
import type { CardForm } from '../submission-form.ts';

/** What every kind of content gets. */
export interface ContentProps {
  card: CardForm;
  set: (patch: Partial<CardForm>) => void;
  /** The server of the provider whose record it comes from. */
  source: Connection | undefined;
  /** "attachment 2": for the names of its fields. */
  name: string;
}
