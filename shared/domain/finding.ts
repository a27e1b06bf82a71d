/** One thing a rule says about a resource or a request. Worst first wherever findings are listed. */
export interface Finding {
  /** Requirement number or profile rule: CONF-012, cdex-9, tdr-2; or a short name where the guide has none. */
  rule: string;
  severity: 'error' | 'warning' | 'information';
  /** FHIRPath-like place, such as Task.input[0].type. */
  path: string;
  message: string;
  /** What to do about it. */
  next?: string;
}

const order = { error: 0, warning: 1, information: 2 } as const;

/** Findings, worst first, otherwise in the order given. */
export const worstFirst = (findings: readonly Finding[]): Finding[] =>
  [...findings].sort((a, b) => order[a.severity] - order[b.severity]);
