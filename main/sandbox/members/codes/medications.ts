import type { CodeableConcept } from '@medplum/fhirtypes';
import { concept, RXNORM } from './systems.ts';

/** A drug by its RxNorm concept, at the level of the product or, where named alone, of the ingredient. */
export interface MedicationCode {
  key: string;
  rxnorm: string;
  text: string;
}

function of(key: string, rxnorm: string, text: string): MedicationCode {
  return { key, rxnorm, text };
}

/** The drugs of the sandbox. */
export const MEDICATIONS = {
  metformin: of('metformin', '861004', 'metformin hydrochloride 1000 MG Oral Tablet'),
  empagliflozin: of('empagliflozin', '1545653', 'empagliflozin'),
  semaglutide: of('semaglutide', '1991302', 'semaglutide'),
  glargine: of('glargine', '311041', 'insulin glargine 100 UNT/ML Injectable Solution'),
  lisinopril: of('lisinopril', '314077', 'lisinopril 20 MG Oral Tablet'),
  losartan: of('losartan', '979492', 'losartan potassium 50 MG Oral Tablet'),
  amlodipine: of('amlodipine', '197361', 'amlodipine 5 MG Oral Tablet'),
  atorvastatin: of('atorvastatin', '617311', 'atorvastatin 40 MG Oral Tablet'),
  albuterol: of('albuterol', '745679', '200 ACTUAT albuterol 0.09 MG/ACTUAT Metered Dose Inhaler'),
  fluticasone: of('fluticasone', '895994', '120 ACTUAT fluticasone propionate 0.044 MG/ACTUAT Metered Dose Inhaler'),
  tiotropium: of('tiotropium', '69120', 'tiotropium'),
  prednisone: of('prednisone', '312615', 'prednisone 20 MG Oral Tablet'),
  furosemide: of('furosemide', '313988', 'furosemide 40 MG Oral Tablet'),
  carvedilol: of('carvedilol', '200031', 'carvedilol 6.25 MG Oral Tablet'),
  spironolactone: of('spironolactone', '313096', 'spironolactone 25 MG Oral Tablet'),
  sacubitril: of('sacubitril', '1656349', 'sacubitril 49 MG / valsartan 51 MG Oral Tablet'),
  apixaban: of('apixaban', '1364445', 'apixaban 5 MG Oral Tablet'),
  sertraline50: of('sertraline', '312941', 'sertraline 50 MG Oral Tablet'),
  sertraline100: of('sertraline', '312938', 'sertraline 100 MG Oral Tablet'),
  ibuprofen: of('ibuprofen', '197806', 'ibuprofen 600 MG Oral Tablet'),
  acetaminophen: of('acetaminophen', '198440', 'acetaminophen 500 MG Oral Tablet'),
  oxycodone: of('oxycodone', '1049621', 'oxycodone hydrochloride 5 MG Oral Tablet'),
  gabapentin: of('gabapentin', '310431', 'gabapentin 300 MG Oral Capsule'),
  enoxaparin: of('enoxaparin', '854235', '0.4 ML enoxaparin sodium 100 MG/ML Prefilled Syringe'),
  methotrexate: of('methotrexate', '105585', 'methotrexate 2.5 MG Oral Tablet'),
  folate: of('folate', '4511', 'folic acid'),
  adalimumab: of('adalimumab', '327361', 'adalimumab'),
  doxorubicin: of('doxorubicin', '3639', 'doxorubicin'),
  cyclophosphamide: of('cyclophosphamide', '3002', 'cyclophosphamide'),
  paclitaxel: of('paclitaxel', '56946', 'paclitaxel'),
  letrozole: of('letrozole', '200064', 'letrozole 2.5 MG Oral Tablet'),
  ferrous: of('ferrous-sulfate', '310325', 'ferrous sulfate 325 MG Oral Tablet'),
} as const satisfies Record<string, MedicationCode>;

/** The concept of a drug. */
export function medicationConcept(code: MedicationCode): CodeableConcept {
  return concept(RXNORM, code.rxnorm, code.text);
}
