import { useEffect, useState } from 'react';
import { surveyResource } from '../../../shared/fhir/survey.ts';
import { call } from '../../api/call.ts';
import type { ContentPlace, OutputNode } from './output-tree.ts';
import { readContent } from './read-content.ts';

/** What a content is, in a few facts. Bytes are those of the content itself. */
export interface ContentInfo {
  contentType: string;
  bytes: number;
  /** Lower-case hex. */
  sha256: string;
  resourceType?: string;
  /** Of a Bundle. */
  entries?: number;
  /** A Bundle with nothing in it: the source has no data. */
  isEmpty?: boolean;
  provenance: readonly ContentPlace[];
  /** Why less is known than could be. */
  problem?: string;
}

async function lookInto(place: ContentPlace): Promise<Partial<ContentInfo>> {
  const content = await readContent(place);
  if (!content.ok) return {};
  const { resourceType, matches, included } = surveyResource(content.value);
  return {
    ...(resourceType === undefined ? {} : { resourceType }),
    ...(matches === undefined ? {} : { isEmpty: matches === 0, entries: matches + included.length }),
    provenance: included
      .filter((one) => one.resourceType === 'Provenance')
      .map(({ pointer }) => ({ ...place, pointer: `${place.pointer}${pointer}` })),
  };
}

async function infoOf(place: ContentPlace): Promise<ContentInfo> {
  const { exchangeId, pointer } = place;
  const opened = await call('documents.open', { exchangeId, side: 'response', pointer });
  if (!opened.ok) return { contentType: '', bytes: 0, sha256: '', provenance: [], problem: opened.error.message };
  const { bytes, sha256, sniffedType, declaredType } = opened.value;
  const base = { contentType: declaredType ?? sniffedType, bytes, sha256, provenance: [] };
  return sniffedType === 'application/fhir+json' ? { ...base, ...(await lookInto(place)) } : base;
}

/** What a fetch of this page found out, without asking again. */
export function knownInfo({ fetched, provenance, findings }: OutputNode): ContentInfo | undefined {
  if (!fetched?.sha256) return undefined;
  const { contentType, bytes, sha256, resourceType, entries } = fetched;
  return {
    contentType,
    bytes,
    sha256,
    resourceType,
    entries,
    provenance,
    isEmpty: findings.some(({ rule }) => rule === 'no-data'),
  };
}

/** What the content of an output is: as its fetch told, else looked up in what is recorded. Undefined while that is read. */
export function useContentInfo(node: OutputNode): ContentInfo | undefined {
  const [info, setInfo] = useState<ContentInfo>();
  const known = knownInfo(node);
  const exchangeId = known ? undefined : node.place?.exchangeId;
  const pointer = node.place?.pointer;
  useEffect(() => {
    if (exchangeId === undefined || pointer === undefined) return;
    let left = false;
    void infoOf({ exchangeId, pointer }).then((next) => {
      if (!left) setInfo(next);
    });
    return () => {
      left = true;
    };
  }, [exchangeId, pointer]);
  return known ?? (exchangeId === undefined ? undefined : info);
}
