import type { ReactNode } from 'react';
import { FieldSlot } from '../composer/field-slot.tsx';
import type { FieldName } from './lacks.ts';

/** The place of a field of this form. */
export const Slot: (props: { field: FieldName; children: ReactNode }) => ReactNode = FieldSlot;
