import type { Finding } from '../domain/finding.ts';
import { dig, isObject, listOf, textOf } from '../fhir/json.ts';
import { error, findingsOf, warning } from './findings.ts';

/** Parts below parts that are looked into; no operation of ours has more than one level. */
const deepest = 5;

const unknownModifier = (extension: unknown): string =>
  `A modifier extension we do not know (${textOf(dig(extension, 'url')) ?? 'without a url'}) changes what this means.`;

/** Modifier extensions of the operation itself: we know none, so what they stand on cannot be acted on (CONF-096, FHIR R4 2.4.0.3). */
const checkModifiers = (holder: unknown, path: string): Finding[] =>
  findingsOf([...listOf(dig(holder, 'modifierExtension')).entries()], ([index, one]) => [
    error(
      'modifier-extension',
      `${path}.modifierExtension[${index}]`,
      unknownModifier(one),
      'Send it without, or agree on what it means.',
    ),
  ]);

/** Content is kept as it came; whoever reads it has to know that its meaning is changed. */
const checkContent = (resource: unknown, path: string): Finding[] =>
  findingsOf([...listOf(dig(resource, 'modifierExtension')).entries()], ([index, one]) => [
    warning(
      'modifier-extension',
      `${path}.modifierExtension[${index}]`,
      unknownModifier(one),
      'Ask the sender before acting on this content.',
    ),
  ]);

/** What a parameter may hold: one value, one resource, or parts (FHIR R4 Parameters, inv-1). */
const holds = (parameter: Record<string, unknown>): string[] =>
  Object.keys(parameter).filter((name) => /^value[A-Z]/.test(name) || name === 'resource' || name === 'part');

function checkMember(member: unknown, path: string, levels: number): Finding[] {
  if (!isObject(member)) {
    const next = 'Write each as an object with a name, or leave it out.';
    return [error('parameters-form', path, 'This is no parameter but a bare value.', next)];
  }
  const held = holds(member);
  const several = `${textOf(member.name) ?? 'A parameter'} holds ${held.join(' and ')}; only one of them may stand.`;
  return [
    ...(held.length > 1 ? [error('parameters-form', path, several, 'Keep one of them.')] : []),
    ...checkModifiers(member, path),
    ...checkContent(member.resource, `${path}.resource`),
    ...(levels > 0 ? checkList(member.part, `${path}.part`, levels - 1) : []),
  ];
}

const checkList = (members: unknown, path: string, levels: number): Finding[] =>
  findingsOf([...listOf(members).entries()], ([index, one]) => checkMember(one, `${path}[${index}]`, levels));

/**
 * What is wrong with the form of a Parameters resource, whatever the operation: members that are no parameters, several values in one,
 * modifier extensions nobody knows. Source: FHIR R4 Parameters and Extensibility.
 */
export const checkParametersForm = (parameters: unknown): Finding[] => [
  ...checkModifiers(parameters, 'Parameters'),
  ...checkList(dig(parameters, 'parameter'), 'Parameters.parameter', deepest),
];
