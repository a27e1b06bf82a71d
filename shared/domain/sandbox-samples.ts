/** What the sandbox's provider can submit without having been asked. */
export interface SandboxSample {
  name: string;
  /** What people call it. */
  title: string;
  /** What arrives, in one sentence. */
  says: string;
}

/** All of them; those from `type-lie` on are wrong on purpose. */
export const sandboxSamples = [
  { name: 'usual', title: 'Note to a claim', says: 'A progress note as PDF and a C-CDA, to the newest claim.' },
  {
    name: 'prior-auth',
    title: 'Note to a prior authorization',
    says: 'The same, to a prior authorization that is being decided.',
  },
  { name: 'documents', title: 'Many documents', says: 'Every document of the member in one submission.' },
  {
    name: 'several',
    title: 'Three submissions',
    says: 'Three submissions under one tracking id; only the last says that it is the last.',
  },
  { name: 'form', title: 'Answered questionnaire', says: 'A QuestionnaireResponse of the payer’s questionnaire.' },
  { name: 'document', title: 'FHIR document', says: 'A Bundle of type document about the member’s problems.' },
  {
    name: 'resources',
    title: 'FHIR resources',
    says: 'Observations as they are, and a search result that holds them.',
  },
  { name: 'type-lie', title: 'Type that lies', says: 'A picture that is declared as PDF, with a wrong size and hash.' },
  { name: 'bad-base64', title: 'Wrong base64', says: 'A document whose data is no base64.' },
  {
    name: 'hostile-ccda',
    title: 'Hostile C-CDA',
    says: 'A C-CDA with scripts, an external entity and a picture from elsewhere.',
  },
  { name: 'broken-pdf', title: 'Malformed PDF', says: 'A PDF that breaks off and points nowhere.' },
  { name: 'broken', title: 'All of these', says: 'All that is wrong on purpose, in one submission.' },
] as const satisfies readonly SandboxSample[];

/** The name of one of them. */
export type SampleName = (typeof sandboxSamples)[number]['name'];

/** Their names, in the same order. */
export const sampleNames = sandboxSamples.map(({ name }) => name) as [SampleName, ...SampleName[]];
