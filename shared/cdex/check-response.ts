import type { Finding } from '../domain/finding.ts';
import { choice } from '../fhir/datatype.ts';
import { dig, type JsonObject, listOf, objectsOf, textOf, typeOfResource } from '../fhir/json.ts';
import { answersOf, compareAnswers } from '../fhir/questionnaire/answers.ts';
import {
  answerTypes,
  type Question,
  questionsOf,
  sameAnswer,
  type TypedAnswer,
} from '../fhir/questionnaire/questions.ts';
import { isAsked, type Scope, scopeOf } from '../fhir/questionnaire/scope.ts';

const say = (rule: string, severity: Finding['severity'], path: string, message: string, next: string): Finding => ({
  rule,
  severity,
  path,
  message,
  next,
});

/** What counts only once a response is finished. */
const unfinished = ['qr-required', 'qr-enabled'];

/** More findings than this help nobody; a hostile response breaks one rule a hundred thousand times. */
const most = 200;

function checkAnswer(question: Question, answer: JsonObject, path: string): Finding[] {
  const found = choice(answer, 'value');
  if (!found) {
    return [
      say('qr-answer', 'error', path, `An answer to “${question.text}” has no value.`, 'Give it one, or leave it out.'),
    ];
  }
  const allowed = answerTypes[question.type] ?? [];
  const place = `${path}.value${found.type}`;
  if (!allowed.includes(found.type)) {
    const message = `“${question.text}” asks for ${question.type}, and value${found.type} is given.`;
    return [say('qr-type', 'error', place, message, `Answer with value${allowed[0] ?? ''}.`)];
  }
  return [...checkOption(question, found, place), ...checkLimits(question, found, place)];
}

function checkOption(question: Question, answer: TypedAnswer, path: string): Finding[] {
  const closed = question.type === 'choice' && question.options.length > 0;
  if (!closed || question.options.some((option) => sameAnswer(option, answer))) return [];
  const code = textOf(dig(answer.value, 'code')) ?? JSON.stringify(answer.value);
  return [
    say('qr-option', 'error', path, `${code} is none of the answers “${question.text}” offers.`, 'Choose one of them.'),
  ];
}

function checkLimits(question: Question, answer: TypedAnswer, path: string): Finding[] {
  const found: Finding[] = [];
  const text = textOf(answer.value);
  if (question.maxLength !== undefined && text !== undefined && text.length > question.maxLength) {
    const message = `“${question.text}” takes ${question.maxLength} characters; ${text.length} are given.`;
    found.push(say('qr-max-length', 'error', path, message, 'Shorten it.'));
  }
  const { min, max } = question;
  if ((min && (compareAnswers(answer, min) ?? 0) < 0) || (max && (compareAnswers(answer, max) ?? 0) > 0)) {
    const range = [min && `at least ${JSON.stringify(min.value)}`, max && `at most ${JSON.stringify(max.value)}`];
    const message = `The answer to “${question.text}” must be ${range.filter(Boolean).join(' and ')}.`;
    found.push(say('qr-range', 'error', path, message, 'Correct it.'));
  }
  return found;
}

function checkItem(question: Question, item: JsonObject, path: string, scope: Scope): Finding[] {
  const given = objectsOf(item.answer);
  const below = [
    ...checkLevel(question.items, objectsOf(item.item), path, scope, question.type === 'group'),
    ...given.flatMap((answer, index) =>
      listOf(answer.item).length > 0 || question.type !== 'group'
        ? checkLevel(question.items, objectsOf(answer.item), `${path}.answer[${index}]`, scope, given.length > 0)
        : [],
    ),
  ];
  if (question.type === 'group' || question.type === 'display') {
    return given.length === 0
      ? below
      : [
          say(
            'qr-answer',
            'error',
            `${path}.answer`,
            `“${question.text}” is a ${question.type} and takes no answer.`,
            'Leave it out.',
          ),
          ...below,
        ];
  }
  const own = given.flatMap((answer, index) => checkAnswer(question, answer, `${path}.answer[${index}]`));
  if (given.length > 1 && !question.repeats) {
    own.push(
      say(
        'qr-repeats',
        'error',
        `${path}.answer`,
        `“${question.text}” takes one answer; ${given.length} are given.`,
        'Keep one.',
      ),
    );
  }
  return [...own, ...below];
}

/** The items of one level; `wanted` is false where their absence says nothing (below an answer that is not there). */
function checkLevel(
  questions: readonly Question[],
  items: readonly JsonObject[],
  path: string,
  outer: Scope | undefined,
  wanted = true,
): Finding[] {
  const scope = scopeOf(questions, items, outer);
  const found: Finding[] = [];
  const known = new Map(questions.map((question) => [question.linkId, question]));
  const seen = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    if (found.length > most) return found;
    const place = `${path}.item[${index}]`;
    const linkId = textOf(item.linkId) ?? '';
    const question = known.get(linkId);
    if (!question) {
      found.push(
        say(
          'qr-link-id',
          'error',
          `${place}.linkId`,
          `The questionnaire has no item ${linkId || 'without a linkId'} here.`,
          'Use the linkIds of the questionnaire, at their places.',
        ),
      );
      continue;
    }
    seen.set(linkId, (seen.get(linkId) ?? 0) + 1);
    if (!isAsked(question, scope) && answersOf(item).length > 0) {
      found.push(
        say(
          'qr-enabled',
          'error',
          place,
          `“${question.text}” is answered, although the other answers leave it out.`,
          'Take the answer away, or change what it depends on; the form leaves it out when it is completed.',
        ),
      );
    }
    found.push(...checkItem(question, item, place, scope));
  }
  for (const question of questions) {
    const times = seen.get(question.linkId) ?? 0;
    if (times > 1 && !(question.type === 'group' && question.repeats)) {
      found.push(
        say(
          'qr-repeats',
          'error',
          path,
          `“${question.text}” stands ${times} times.`,
          'Keep one item with all its answers.',
        ),
      );
    }
    if (wanted && question.required && isAsked(question, scope) && isUnanswered(question, items)) {
      found.push(
        say(
          'qr-required',
          'error',
          `${path}.item`,
          `“${question.text}” (${question.linkId}) is not answered.`,
          'Answer it.',
        ),
      );
    }
  }
  return found;
}

/** A required group is answered when anything below it is. */
function isUnanswered(question: Question, items: readonly JsonObject[]): boolean {
  const these = items.filter(({ linkId }) => linkId === question.linkId);
  if (question.type === 'display') return false;
  return !these.some((item) =>
    question.type === 'group' ? objectsOf(item.item).length > 0 : answersOf(item).length > 0,
  );
}

/**
 * A QuestionnaireResponse against its Questionnaire, worst first within each level; what is missing, and what is no longer asked, counts only once
 * the response says it is completed, until then it is information. Source: FHIR R4, QuestionnaireResponse (link ids, answer types, required, repeats,
 * enableWhen, maxLength, minValue, maxValue, answer options).
 */
export function checkResponse(questionnaire: unknown, response: unknown): Finding[] {
  if (typeOfResource(response) !== 'QuestionnaireResponse') {
    return [
      say(
        'qr-type',
        'error',
        'QuestionnaireResponse',
        'This is not a QuestionnaireResponse.',
        'Use a resource of that type.',
      ),
    ];
  }
  const found = checkLevel(
    questionsOf(questionnaire),
    objectsOf(dig(response, 'item')),
    'QuestionnaireResponse',
    undefined,
  );
  const finished = ['completed', 'amended'].includes(textOf(dig(response, 'status')) ?? '');
  const stood = found.map(
    (one): Finding => (unfinished.includes(one.rule) && !finished ? { ...one, severity: 'information' } : one),
  );
  return [...checkNamed(questionnaire, response), ...stood].slice(0, most);
}

function checkNamed(questionnaire: unknown, response: unknown): Finding[] {
  const found: Finding[] = [];
  const [url, named] = [textOf(dig(questionnaire, 'url')), textOf(dig(response, 'questionnaire'))?.split('|')[0]];
  if (!named) {
    found.push(
      say(
        'qr-questionnaire',
        'error',
        'QuestionnaireResponse.questionnaire',
        'It does not name its questionnaire.',
        `Name ${url ?? 'its canonical URL'}.`,
      ),
    );
  } else if (url && named !== url) {
    found.push(
      say(
        'qr-questionnaire',
        'error',
        'QuestionnaireResponse.questionnaire',
        `It answers ${named}, not ${url}.`,
        'Answer the questionnaire that was asked for.',
      ),
    );
  }
  if (!textOf(dig(response, 'status'))) {
    found.push(
      say(
        'qr-status',
        'error',
        'QuestionnaireResponse.status',
        'It has no status.',
        'Set it to in-progress or completed.',
      ),
    );
  }
  return found;
}
