import type { CodeableConcept } from '@medplum/fhirtypes';
import { CPT, coding, HCPCS, SNOMED } from './systems.ts';

/** Something done, ordered or billed. Texts are ours; the billing code alone is what payers read. */
export interface ServiceCode {
  key: string;
  text: string;
  snomed?: string;
  cpt?: string;
  hcpcs?: string;
}

/** Procedures, studies, equipment and visits of the sandbox. */
export const SERVICES = {
  visit: { key: 'office-visit', text: 'Office visit, established patient', cpt: '99213' },
  longVisit: { key: 'office-visit', text: 'Office visit, established patient, longer', cpt: '99214' },
  hammerToeRepair: { key: 'toe-repair', text: 'Correction of hammer toe', cpt: '28285' },
  footXray: { key: 'foot-xray', text: 'X-ray of foot, three views', cpt: '73630' },
  footExam: { key: 'foot-exam', text: 'Diabetic foot examination', snomed: '401191002' },
  hba1cTest: { key: 'hba1c-test', text: 'Hemoglobin A1c test', cpt: '83036' },
  hipReplacement: { key: 'hip-replacement', text: 'Total replacement of hip', snomed: '52734007', cpt: '27130' },
  hipXray: { key: 'hip-xray', text: 'X-ray of hip, two views', cpt: '73502' },
  physicalTherapy: { key: 'physical-therapy', text: 'Physical therapy procedure', snomed: '91251008', cpt: '97110' },
  spirometry: { key: 'spirometry', text: 'Spirometry', snomed: '127783003', cpt: '94010' },
  chestXray: { key: 'chest-xray', text: 'X-ray of chest, two views', cpt: '71046' },
  oxygenConcentrator: { key: 'oxygen-concentrator', text: 'Oxygen concentrator, single delivery port', hcpcs: 'E1390' },
  portableOxygen: { key: 'portable-oxygen', text: 'Portable gaseous oxygen system, rental', hcpcs: 'E0431' },
  echo: { key: 'echo', text: 'Echocardiography', snomed: '40701008', cpt: '93306' },
  hospitalDay: { key: 'hospital-day', text: 'Hospital care, subsequent day', cpt: '99232' },
  psychotherapy: { key: 'psychotherapy', text: 'Psychotherapy', snomed: '75516001', cpt: '90834' },
  mammography: { key: 'mammography', text: 'Mammography', snomed: '71651007', cpt: '77066' },
  lumpectomy: { key: 'lumpectomy', text: 'Lumpectomy of breast', snomed: '392021009', cpt: '19301' },
  chemotherapy: { key: 'chemotherapy', text: 'Chemotherapy', snomed: '367336001', cpt: '96413' },
  radiotherapy: { key: 'radiotherapy', text: 'Radiation treatment delivery', snomed: '108290001', cpt: '77412' },
  sleepStudy: { key: 'sleep-study', text: 'Polysomnography', snomed: '60554003', cpt: '95810' },
  cpap: { key: 'cpap', text: 'Continuous positive airway pressure device', hcpcs: 'E0601' },
  cpapMask: { key: 'cpap-mask', text: 'Full face mask for positive airway pressure', hcpcs: 'A7030' },
  adalimumabDose: { key: 'adalimumab', text: 'Injection, adalimumab, 20 mg', hcpcs: 'J0135' },
  lumbarMri: { key: 'lumbar-mri', text: 'MRI of lumbar spine without contrast', cpt: '72148' },
  obstetricUltrasound: { key: 'ultrasound', text: 'Obstetric ultrasound scan', snomed: '268445003', cpt: '76805' },
  delivery: { key: 'delivery', text: 'Normal delivery procedure', snomed: '177184002', cpt: '59400' },
  newbornCare: { key: 'newborn-care', text: 'Hospital care of a newborn, first day', cpt: '99460' },
} as const satisfies Record<string, ServiceCode>;

/** The concept of a service with every code it has. */
export function serviceConcept(code: ServiceCode): CodeableConcept {
  const codings = [
    ...(code.snomed === undefined ? [] : [coding(SNOMED, code.snomed, code.text)]),
    ...billingCodings(code),
  ];
  return { coding: codings, text: code.text };
}

/** The concept of a service as a claim line carries it: billing codes only. */
export function billingConcept(code: ServiceCode): CodeableConcept {
  return { coding: billingCodings(code), text: code.text };
}

function billingCodings(code: ServiceCode) {
  return [
    ...(code.cpt === undefined ? [] : [coding(CPT, code.cpt)]),
    ...(code.hcpcs === undefined ? [] : [coding(HCPCS, code.hcpcs)]),
  ];
}
