/** A measured finding that is no laboratory test: vital sign, function test or score. */
export interface FindingCode {
  key: string;
  loinc: string;
  display: string;
  unit: string;
  ucum: string;
  decimals: number;
  share: number;
  category: 'vital-signs' | 'survey' | 'exam' | 'procedure';
  /** US Core profile, without the common start. */
  profile: string;
}

/** Vital signs and other findings of the sandbox. */
export const FINDINGS = {
  pulse: vital('pulse', '8867-4', 'Heart rate', '/min', '/min', 0, 0.04, 'heart-rate'),
  breaths: vital('breaths', '9279-1', 'Respiratory rate', '/min', '/min', 0, 0.04, 'respiratory-rate'),
  temperature: vital('temperature', '8310-5', 'Body temperature', 'Cel', 'Cel', 1, 0.004, 'body-temperature'),
  weight: vital('weight', '29463-7', 'Body weight', 'kg', 'kg', 1, 0.006, 'body-weight'),
  height: vital('height', '8302-2', 'Body height', 'cm', 'cm', 1, 0, 'body-height'),
  bmi: vital('bmi', '39156-5', 'Body mass index (BMI) [Ratio]', 'kg/m2', 'kg/m2', 1, 0, 'bmi'),
  oxygen: vital(
    'spo2',
    '59408-5',
    'Oxygen saturation in Arterial blood by Pulse oximetry',
    '%',
    '%',
    0,
    0,
    'pulse-oximetry',
  ),
  head: vital('head', '9843-4', 'Head Occipital-frontal circumference', 'cm', 'cm', 1, 0.004, 'head-circumference'),
  phq9: survey('phq9', '44261-6', 'Patient Health Questionnaire 9 item (PHQ-9) total score [Reported]'),
  gad7: survey('gad7', '70274-6', 'Generalized anxiety disorder 7 item (GAD-7) total score [Reported.PHQ]'),
  fev1: finding('fev1', '20150-9', 'FEV1', 'L', 'L', 2, 0.02, 'procedure'),
  fev1Ratio: finding('fev1-ratio', '19926-5', 'FEV1/FVC', '%', '%', 0, 0.01, 'procedure'),
  ejection: finding('lvef', '10230-1', 'Left ventricular Ejection fraction', '%', '%', 0, 0.02, 'procedure'),
  gestation: finding('gestation', '18185-9', 'Gestational age', 'wk', 'wk', 0, 0, 'exam'),
  fundus: finding('fundus', '11881-0', 'Uterus Fundal height Tape measure', 'cm', 'cm', 0, 0.02, 'exam'),
  apgar1: finding('apgar1', '9272-6', '1 minute Apgar Score', '{score}', '{score}', 0, 0, 'exam'),
  apgar5: finding('apgar5', '9274-2', '5 minute Apgar Score', '{score}', '{score}', 0, 0, 'exam'),
} as const satisfies Record<string, FindingCode>;

function vital(
  key: string,
  loinc: string,
  display: string,
  unit: string,
  ucum: string,
  decimals: number,
  share: number,
  profile: string,
): FindingCode {
  return { key, loinc, display, unit, ucum, decimals, share, category: 'vital-signs', profile };
}

function survey(key: string, loinc: string, display: string): FindingCode {
  const profile = 'observation-screening-assessment';
  return { key, loinc, display, unit: '{score}', ucum: '{score}', decimals: 0, share: 0, category: 'survey', profile };
}

function finding(
  key: string,
  loinc: string,
  display: string,
  unit: string,
  ucum: string,
  decimals: number,
  share: number,
  category: 'exam' | 'procedure',
): FindingCode {
  return { key, loinc, display, unit, ucum, decimals, share, category, profile: 'observation-clinical-result' };
}
