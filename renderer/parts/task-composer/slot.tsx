import type { ReactNode } from 'react';
import type { Connection } from '../../../shared/domain/connection.ts';
import { FieldSlot } from '../composer/field-slot.tsx';
import type { FieldName } from './lacks.ts';
import type { TaskForm } from './task-form.ts';

/** What every part of the form gets. */
export interface FieldsProps {
  form: TaskForm;
  /** Changes some members of it. */
  set: (patch: Partial<TaskForm>) => void;
  partner: Connection;
}

/** The place of a field of this form. */
export const Slot: (props: { field: FieldName; children: ReactNode }) => ReactNode = FieldSlot;
