/** A laboratory test: LOINC code, unit (also as UCUM), reference range, and how much two runs may differ. */
export interface LabCode {
  key: string;
  loinc: string;
  display: string;
  short: string;
  unit: string;
  ucum: string;
  decimals: number;
  low?: number;
  high?: number;
  /** Share of the value by which the seed may move it. */
  share: number;
}

/** Reference range: lowest and highest normal value, null where there is no such limit. */
type Range = [low: number | null, high: number | null];

function of(
  key: string,
  loinc: string,
  short: string,
  display: string,
  [unit, ucum]: [string, string],
  [low, high]: Range,
  decimals: number,
  share = 0.03,
): LabCode {
  const range = { ...(low !== null && { low }), ...(high !== null && { high }) };
  return { key, loinc, display, short, unit, ucum, decimals, share, ...range };
}

const MG_DL: [string, string] = ['mg/dL', 'mg/dL'];
const MMOL_L: [string, string] = ['mmol/L', 'mmol/L'];
const PERCENT: [string, string] = ['%', '%'];
const U_L: [string, string] = ['U/L', 'U/L'];

/** The tests of the sandbox's laboratory. */
export const LABS = {
  hba1c: of('hba1c', '4548-4', 'HbA1c', 'Hemoglobin A1c/Hemoglobin.total in Blood', PERCENT, [4, 5.6], 1, 0.015),
  glucose: of('glucose', '2345-7', 'Glucose', 'Glucose [Mass/volume] in Serum or Plasma', MG_DL, [70, 99], 0),
  glucose1h: of(
    'glucose-1h',
    '1504-0',
    'Glucose 1 h',
    'Glucose [Mass/volume] in Serum or Plasma --1 hour post 50 g glucose PO',
    MG_DL,
    [null, 139],
    0,
  ),
  creatinine: of(
    'creatinine',
    '2160-0',
    'Creatinine',
    'Creatinine [Mass/volume] in Serum or Plasma',
    MG_DL,
    [0.6, 1.2],
    2,
  ),
  egfr: of(
    'egfr',
    '98979-8',
    'eGFR',
    'Glomerular filtration rate [Volume Rate/Area] in Serum, Plasma or Blood by Creatinine-based formula (CKD-EPI 2021)/1.73 sq M',
    ['mL/min/1.73 m2', 'mL/min/{1.73_m2}'],
    [60, null],
    0,
  ),
  urea: of('urea', '3094-0', 'Urea nitrogen', 'Urea nitrogen [Mass/volume] in Serum or Plasma', MG_DL, [7, 20], 0),
  potassium: of(
    'potassium',
    '2823-3',
    'Potassium',
    'Potassium [Moles/volume] in Serum or Plasma',
    MMOL_L,
    [3.5, 5.1],
    1,
  ),
  sodium: of('sodium', '2951-2', 'Sodium', 'Sodium [Moles/volume] in Serum or Plasma', MMOL_L, [135, 145], 0, 0.008),
  albuminRatio: of(
    'acr',
    '9318-7',
    'Albumin/creatinine',
    'Albumin/Creatinine [Mass Ratio] in Urine',
    ['mg/g', 'mg/g'],
    [null, 29],
    0,
    0.06,
  ),
  cholesterol: of(
    'cholesterol',
    '2093-3',
    'Cholesterol',
    'Cholesterol [Mass/volume] in Serum or Plasma',
    MG_DL,
    [null, 199],
    0,
  ),
  triglycerides: of(
    'triglycerides',
    '2571-8',
    'Triglycerides',
    'Triglyceride [Mass/volume] in Serum or Plasma',
    MG_DL,
    [null, 149],
    0,
  ),
  hdl: of('hdl', '2085-9', 'HDL', 'Cholesterol in HDL [Mass/volume] in Serum or Plasma', MG_DL, [40, null], 0),
  ldl: of(
    'ldl',
    '13457-7',
    'LDL',
    'Cholesterol in LDL [Mass/volume] in Serum or Plasma by calculation',
    MG_DL,
    [null, 99],
    0,
  ),
  alt: of(
    'alt',
    '1742-6',
    'ALT',
    'Alanine aminotransferase [Enzymatic activity/volume] in Serum or Plasma',
    U_L,
    [7, 45],
    0,
  ),
  hemoglobin: of(
    'hemoglobin',
    '718-7',
    'Hemoglobin',
    'Hemoglobin [Mass/volume] in Blood',
    ['g/dL', 'g/dL'],
    [12, 16],
    1,
  ),
  leukocytes: of(
    'leukocytes',
    '6690-2',
    'Leukocytes',
    'Leukocytes [#/volume] in Blood by Automated count',
    ['10*3/uL', '10*3/uL'],
    [4, 11],
    1,
  ),
  platelets: of(
    'platelets',
    '777-3',
    'Platelets',
    'Platelets [#/volume] in Blood by Automated count',
    ['10*3/uL', '10*3/uL'],
    [150, 400],
    0,
  ),
  ntProBnp: of(
    'nt-probnp',
    '33762-6',
    'NT-proBNP',
    'Natriuretic peptide.B prohormone N-Terminal [Mass/volume] in Serum or Plasma',
    ['pg/mL', 'pg/mL'],
    [null, 300],
    0,
    0.06,
  ),
  crp: of(
    'crp',
    '1988-5',
    'CRP',
    'C reactive protein [Mass/volume] in Serum or Plasma',
    ['mg/L', 'mg/L'],
    [null, 5],
    1,
    0.06,
  ),
  esr: of(
    'esr',
    '4537-7',
    'Sedimentation rate',
    'Erythrocyte sedimentation rate by Westergren method',
    ['mm/h', 'mm/h'],
    [null, 20],
    0,
    0.06,
  ),
  rheumatoidFactor: of(
    'rf',
    '11572-5',
    'Rheumatoid factor',
    'Rheumatoid factor [Units/volume] in Serum or Plasma',
    ['[IU]/mL', '[IU]/mL'],
    [null, 14],
    0,
  ),
  oxygenPressure: of(
    'po2',
    '2703-7',
    'Arterial pO2',
    'Oxygen [Partial pressure] in Arterial blood',
    ['mm[Hg]', 'mm[Hg]'],
    [80, 100],
    0,
    0.01,
  ),
  bilirubin: of(
    'bilirubin',
    '1975-2',
    'Bilirubin',
    'Bilirubin.total [Mass/volume] in Serum or Plasma',
    MG_DL,
    [null, 12],
    1,
  ),
  tsh: of(
    'tsh',
    '3016-3',
    'TSH',
    'Thyrotropin [Units/volume] in Serum or Plasma',
    ['m[IU]/L', 'm[IU]/L'],
    [0.4, 4.5],
    2,
  ),
} as const satisfies Record<string, LabCode>;

/** A group of tests that is reported together. */
export interface PanelCode {
  key: string;
  loinc: string;
  display: string;
}

/** Panels, as LOINC names them. */
export const PANELS = {
  lipids: { key: 'lipids', loinc: '24331-1', display: 'Lipid 1996 panel - Serum or Plasma' },
  kidney: { key: 'kidney', loinc: '24362-6', display: 'Renal function 2000 panel - Serum or Plasma' },
  metabolic: { key: 'metabolic', loinc: '24321-2', display: 'Basic metabolic 2000 panel - Serum or Plasma' },
  blood: { key: 'blood-count', loinc: '58410-2', display: 'CBC panel - Blood by Automated count' },
} as const satisfies Record<string, PanelCode>;
