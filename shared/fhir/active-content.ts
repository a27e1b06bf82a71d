/** What a document may hold that a careless viewer would act on: a document type or entities, or something to run. */
export type ActiveContent = 'doctype' | 'script';

const marks: Record<ActiveContent, RegExp> = {
  doctype: /<!(?:doctype|entity)/i,
  script: /<(?:[\w.-]+:)?script|javascript:|<\?xml-stylesheet|\son(?:click|load|error|focus|mouse\w+)\s*=/i,
};

/** How much of a text must be looked at again with what follows it, in letters: no mark is longer. */
export const activeOverlap = 64;

/** What of it a text holds. Meant for XML and HTML; what is found need not be harmful. */
export const activeContentIn = (text: string): ActiveContent[] =>
  (Object.keys(marks) as ActiveContent[]).filter((one) => marks[one].test(text));
