/** A rule that has its place among others. */
export interface OrderedRule {
  id: string;
  name: string;
  on: boolean;
  /** Its place, from 0. */
  order: number;
}

/** The rules that get another place when one is moved up (-1) or down (1), with it; places are counted from 0. */
export function movedRules<R extends Pick<OrderedRule, 'id' | 'order'>>(
  rules: readonly R[],
  id: string,
  by: -1 | 1,
): R[] {
  const at = rules.findIndex((rule) => rule.id === id);
  const to = at + by;
  const [rule, other] = [rules[at], rules[to]];
  if (!rule || !other) return [];
  const next = rules.map((one, index) => (index === at ? other : index === to ? rule : one));
  return next.flatMap((one, order) => (one.order === order ? [] : [{ ...one, order }]));
}
