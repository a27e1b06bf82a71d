import type { CodeableConcept } from '@medplum/fhirtypes';
import { coding, ICD10, SNOMED } from './systems.ts';

/** A diagnosis with its SNOMED CT and ICD-10-CM codes; `key` goes into resource ids. */
export interface ConditionCode {
  key: string;
  text: string;
  snomed: string;
  icd10: string;
}

function of(key: string, text: string, snomed: string, icd10: string): ConditionCode {
  return { key, text, snomed, icd10 };
}

/** The diagnoses of the sandbox. */
export const CONDITIONS = {
  diabetes2: of('diabetes', 'Diabetes mellitus type 2', '44054006', 'E11.9'),
  diabetes2High: of('diabetes', 'Diabetes mellitus type 2', '44054006', 'E11.65'),
  neuropathy: of('neuropathy', 'Neuropathy due to type 2 diabetes mellitus', '368581000119106', 'E11.40'),
  hypertension: of('hypertension', 'Essential hypertension', '59621000', 'I10'),
  hypertensiveKidney: of('hypertension', 'Essential hypertension', '59621000', 'I12.9'),
  kidney3b: of('ckd', 'Chronic kidney disease stage 3B', '700379002', 'N18.32'),
  hyperlipidemia: of('hyperlipidemia', 'Hyperlipidemia', '55822004', 'E78.5'),
  obesity: of('obesity', 'Obesity', '414916001', 'E66.9'),
  hammerToe: of('hammer-toe', 'Hammer toe', '122481008', 'M20.41'),
  asthma: of('asthma', 'Moderate persistent asthma', '427295004', 'J45.40'),
  rhinitis: of('rhinitis', 'Allergic rhinitis', '61582004', 'J30.9'),
  copd: of('copd', 'Chronic obstructive lung disease', '13645005', 'J44.9'),
  hypoxemia: of('hypoxemia', 'Hypoxemia', '389087006', 'R09.02'),
  hipArthritis: of('hip-arthritis', 'Osteoarthritis of hip', '239872002', 'M16.11'),
  heartFailure: of('heart-failure', 'Heart failure with reduced ejection fraction', '703272007', 'I50.22'),
  fibrillation: of('fibrillation', 'Atrial fibrillation', '49436004', 'I48.91'),
  coronary: of('coronary', 'Coronary arteriosclerosis', '53741008', 'I25.10'),
  depression: of('depression', 'Major depressive disorder', '370143000', 'F32.1'),
  breastCancer: of('breast-cancer', 'Malignant neoplasm of breast', '254837009', 'C50.912'),
  sleepApnea: of('sleep-apnea', 'Obstructive sleep apnea syndrome', '78275009', 'G47.33'),
  rheumatoid: of('rheumatoid', 'Rheumatoid arthritis', '69896004', 'M05.79'),
  backPain: of('back-pain', 'Low back pain', '279039007', 'M54.50'),
  radiculopathy: of('radiculopathy', 'Lumbar radiculopathy', '128196005', 'M54.16'),
  pregnancy: of('pregnancy', 'Pregnancy', '77386006', 'Z34.90'),
  livebirth: of('birth', 'Livebirth', '281050002', 'Z38.00'),
  jaundice: of('jaundice', 'Neonatal jaundice', '387712008', 'P59.9'),
  anemia: of('anemia', 'Anemia', '271737000', 'D64.9'),
  cold: of('cold', 'Acute upper respiratory infection', '54150009', 'J06.9'),
} as const satisfies Record<string, ConditionCode>;

/** The concept of a diagnosis, clinical code first, billing code second. */
export function conditionConcept(code: ConditionCode): CodeableConcept {
  return { coding: [coding(SNOMED, code.snomed, code.text), coding(ICD10, code.icd10)], text: code.text };
}
