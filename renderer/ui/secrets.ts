/** Fields that hold a secret carry its name in this attribute, and nothing else of the page knows what is in them. */
const mark = 'data-secret';

type SecretInput = HTMLInputElement | HTMLTextAreaElement;

const fieldsIn = (scope: ParentNode): SecretInput[] => [...scope.querySelectorAll<SecretInput>(`[${mark}]`)];

const nameOf = (field: SecretInput) => field.getAttribute(mark) ?? '';

const fileOf = (field: SecretInput): File | undefined =>
  field instanceof HTMLInputElement && field.type === 'file' ? field.files?.[0] : undefined;

/** The bytes of a file in base64. */
function base64Of(file: File): Promise<string> {
  const reader = new FileReader();
  return new Promise((resolve, reject) => {
    reader.onload = () => {
      const address = String(reader.result);
      resolve(address.slice(address.indexOf(',') + 1));
    };
    reader.onerror = () => reject(new Error('The file could not be read.'));
    reader.readAsDataURL(file);
  });
}

/**
 * What is written in the secret fields inside `scope`, by name; empty ones are left out, a chosen file comes before what is typed.
 * Call it where the command is sent, put the answer into its input and keep it nowhere.
 */
export async function typedSecrets(scope: ParentNode): Promise<Record<string, string>> {
  const typed: Record<string, string> = {};
  for (const field of fieldsIn(scope)) {
    const file = fileOf(field);
    const name = nameOf(field);
    if (file) typed[name] = field.dataset.as === 'base64' ? await base64Of(file) : await file.text();
    else if (field.type !== 'file' && field.value !== '' && !(name in typed)) typed[name] = field.value;
  }
  return typed;
}

/** Empties every secret field inside `scope`. */
export function wipeSecrets(scope: ParentNode): void {
  for (const field of fieldsIn(scope)) field.value = '';
}

/** Makes the field of a secret: outside React, which remembers the last value of every field it makes. */
export function makeSecretInput(name: string, lines: number): SecretInput {
  const field = document.createElement(lines > 1 ? 'textarea' : 'input');
  if (field instanceof HTMLInputElement) field.type = 'password';
  else field.rows = lines;
  field.setAttribute(mark, name);
  field.setAttribute('autocomplete', 'off');
  field.setAttribute('autocapitalize', 'off');
  field.spellcheck = false;
  return field;
}
