import manifest from '../../package.json' with { type: 'json' };
import type { CandidateSource, CountSource, DigestSource, RecordSource } from '../sources/types.ts';
import type { Selection } from './rank.ts';

/** What a digest's front matter names as its writer: `paperboy@0.1.0`. */
export const GENERATOR = `paperboy@${manifest.version}`;

/** The sources for a day's digest. Without candidates and records, only published digests are copied. */
export interface Sources {
  /** Asked first; if it has the day's digest, no other source is asked. */
  digests?: DigestSource;
  candidates?: CandidateSource;
  records?: RecordSource;
  /** In this order, their counts are printed and break ties. */
  counts: readonly CountSource[];
}

export interface BuildDependencies {
  sources: Sources;
  /** The folder of digests. */
  directory: string;
  selection: Selection;
  /** Unix milliseconds. */
  now: () => number;
}
