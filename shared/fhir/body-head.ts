/** What the top level of a FHIR answer says, known without holding the answer. */
export interface BodyHead {
  resourceType?: string;
  /** The resource's own id. */
  id?: string;
  /** Bundle.type */
  bundleType?: string;
  /** Bundle.total */
  total?: number;
  /** Bundle.link by relation, URLs as received. */
  links: Record<string, string>;
  /** Entries in this Bundle. */
  entries: number;
}

/** The head of a resource that is in hand. */
export function headOf(resource: unknown): BodyHead {
  const object = (typeof resource === 'object' && resource !== null ? resource : {}) as Record<string, unknown>;
  const isBundle = object.resourceType === 'Bundle';
  return {
    ...(typeof object.resourceType === 'string' ? { resourceType: object.resourceType } : {}),
    ...(typeof object.id === 'string' ? { id: object.id } : {}),
    ...(isBundle && typeof object.type === 'string' ? { bundleType: object.type } : {}),
    ...(isBundle && typeof object.total === 'number' ? { total: object.total } : {}),
    links: isBundle ? readLinks(object.link) : {},
    entries: isBundle && Array.isArray(object.entry) ? object.entry.length : 0,
  };
}

/** Bundle.link as relation -> URL; `prev` (a common slip) is read as `previous`. */
export function readLinks(link: unknown): Record<string, string> {
  const links: Record<string, string> = {};
  for (const item of Array.isArray(link) ? link : [])
    if (typeof item?.relation === 'string' && typeof item.url === 'string')
      links[item.relation === 'prev' ? 'previous' : item.relation] = item.url;
  return links;
}
