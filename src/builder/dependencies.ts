import type { CandidateSource, CountSource, DigestSource, RecordSource } from '../sources/types.ts';
import type { Cut } from './rank.ts';

/** Who is asked for a day's digest. Without candidates and records only published ones are taken. */
export interface Sources {
  /** Asked first: where it has a day's digest, nobody else is asked. */
  digests?: DigestSource;
  candidates?: CandidateSource;
  records?: RecordSource;
  /** In the order in which their counts are printed, and break ties. */
  counts: readonly CountSource[];
}

/** What a digest is made with. */
export interface BuildParts {
  sources: Sources;
  /** The folder of digests. */
  directory: string;
  cut: Cut;
  /** `paperboy@0.1.0`: what the digests say wrote them. */
  generator: string;
  /** Unix milliseconds. */
  now: () => number;
}

/** Whether anybody is to be asked at all. */
export function hasSources({ digests, candidates, records }: Sources): boolean {
  return digests !== undefined || (candidates !== undefined && records !== undefined);
}
