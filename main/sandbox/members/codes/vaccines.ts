/** A vaccine by its CVX code. */
export interface VaccineCode {
  key: string;
  cvx: string;
  text: string;
}

function of(key: string, cvx: string, text: string): VaccineCode {
  return { key, cvx, text };
}

/** The vaccines of the sandbox. */
export const VACCINES = {
  influenza: of('influenza', '140', 'Influenza, split virus, trivalent, preservative free'),
  tdap: of('tdap', '115', 'Tdap'),
  hepatitisB: of('hepatitis-b', '08', 'Hep B, adolescent or pediatric'),
  dtap: of('dtap', '20', 'DTaP'),
  polio: of('polio', '10', 'IPV'),
  mmr: of('mmr', '03', 'MMR'),
  varicella: of('varicella', '21', 'varicella'),
  pneumococcal: of('pneumococcal', '33', 'pneumococcal polysaccharide PPV23'),
  zoster: of('zoster', '187', 'zoster recombinant'),
  hpv: of('hpv', '165', 'HPV9'),
} as const satisfies Record<string, VaccineCode>;
