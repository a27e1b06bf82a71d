import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { formatSize } from '../../ui/format.ts';
import type { AnswerFieldProps } from './answer-field.ts';
import style from './questionnaire-form.module.css';

/** The largest file an answer takes, in bytes: it travels inside the response. */
const most = 5 * 1024 * 1024;

/** A file as an answer: its name, type and content. */
export function AttachmentField({ label, answer, onChange }: AnswerFieldProps) {
  const [problem, setProblem] = useState<string>();
  const attachment = answer?.valueAttachment;
  const take = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > most) {
      setProblem(`${file.name} has ${formatSize(file.size)}; an answer takes ${formatSize(most)}.`);
      return;
    }
    setProblem(undefined);
    const data = await base64Of(file);
    onChange({
      valueAttachment: {
        contentType: file.type || 'application/octet-stream',
        title: file.name,
        size: file.size,
        data,
      },
    });
  };
  return (
    <div className={style.attachment}>
      <input type="file" aria-label={label} onChange={({ target }) => void take(target.files?.[0])} />
      {attachment && (
        <p>
          {attachment.title ?? 'A file'} <code>{attachment.contentType}</code>{' '}
          {attachment.size !== undefined && formatSize(attachment.size)}
          <Button size="small" kind="bare" onPress={() => onChange({})}>
            Take away
          </Button>
        </p>
      )}
      {problem && <p role="alert">{problem}</p>}
    </div>
  );
}

const base64Of = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(',', 2)[1] ?? '');
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
