import type { ComponentType } from 'react';
import type { Tables } from '../stores/records.ts';
import type { Road } from '../ui/badge.tsx';
import type { Result } from '../ui/figures.tsx';
import type { IconName } from '../ui/icons.tsx';

/** One screen of the console. A feature exports one; renderer/screens.ts lists them in the order of the rail. */
export interface Screen {
  /** Also its address: `#/id/record`. */
  id: string;
  title: string;
  icon: IconName;
  approach: Road;
  /** The letter after G. */
  key: string;
  /** A gap in the rail parts groups. */
  group: 'connections' | 'roads' | 'records' | 'own';
  Component: ComponentType;
  /** How many wait for a person; shown in the rail when more than none. */
  waiting?: (tables: Tables) => number;
  /** A result worth a figure in the rail, for the connection in use. */
  mark?: (tables: Tables, connectionId: string) => Result | undefined;
}
