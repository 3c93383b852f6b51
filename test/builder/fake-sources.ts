import type { Sources } from '../../src/builder/dependencies.ts';
import type { Day } from '../../src/digest/types.ts';
import type {
  EmptyReason,
  FailureKind,
  SourceAnswer,
  SourceEmpty,
  SourceFailure,
} from '../../src/sources/answer.ts';
import type { Candidate, PaperRecord } from '../../src/sources/types.ts';

/** Sources with answers from the test, which record what they were asked. */
export interface FakeSources {
  sources: Sources & Required<Pick<Sources, 'candidates' | 'records' | 'digests'>>;
  /** Sets the papers that Hugging Face lists for a day: id and upvotes. */
  lists(day: Day, upvotes: Record<string, number>): void;
  /** Complete answers for a day's list; the key `all` means every day. */
  listing: Map<Day, SourceAnswer<Candidate[]>>;
  /** Differences from the default record; undefined for a paper that arXiv doesn't know. */
  records: Map<string, Partial<PaperRecord> | undefined>;
  recordsAnswer: SourceAnswer<ReadonlyMap<string, PaperRecord>> | undefined;
  points: Map<string, number>;
  pointsAnswer: SourceAnswer<ReadonlyMap<string, number>> | undefined;
  published: Map<Day, SourceAnswer<{ text: string; from: string }>>;
  /** `huggingface 2026-06-12`, `arxiv 3`, `hackernews 3`. */
  asked: string[];
  /** Called before each answer. */
  onAsk: (source: string, signal: AbortSignal) => Promise<void> | void;
}

export function createFakeSources(clock: { now: number }): FakeSources {
  const at = (): Date => new Date(clock.now);
  const ok = <T>(value: T): SourceAnswer<T> => ({
    status: 'ok',
    value,
    observedAt: at(),
    remarks: [],
  });
  const ask = async (what: string, signal: AbortSignal): Promise<void> => {
    fakeSources.asked.push(what);
    await fakeSources.onAsk(what, signal);
  };
  const fakeSources: FakeSources = {
    listing: new Map(),
    records: new Map(),
    recordsAnswer: undefined,
    points: new Map(),
    pointsAnswer: undefined,
    published: new Map(),
    asked: [],
    onAsk: () => undefined,
    lists(day, upvotes) {
      fakeSources.listing.set(day, ok(Object.entries(upvotes).map((given) => candidate(...given))));
    },
    sources: {
      digests: {
        id: 'follow',
        async digest(day, signal) {
          await ask(`follow ${day}`, signal);
          return fakeSources.published.get(day) ?? empty(clock, 'not-yet');
        },
      },
      candidates: {
        id: 'huggingface',
        async candidates(day, signal) {
          await ask(`huggingface ${day}`, signal);
          const answer = fakeSources.listing.get('all') ?? fakeSources.listing.get(day);
          if (answer?.status === 'ok') return { ...answer, observedAt: at() };
          return answer ?? empty(clock, isWeekend(day) ? 'weekend' : 'not-yet');
        },
      },
      records: {
        id: 'arxiv',
        async records(ids, signal) {
          await ask(`arxiv ${ids.length}`, signal);
          if (fakeSources.recordsAnswer) return fakeSources.recordsAnswer;
          const known = ids.flatMap((id) => {
            const given = fakeSources.records.get(id);
            if (fakeSources.records.has(id) && given === undefined) return [];
            return [[id, { ...record(id), ...given }] as const];
          });
          return ok(new Map(known));
        },
      },
      counts: [
        {
          id: 'hackernews',
          counts: 'points',
          async count(ids, since, signal) {
            await ask(`hackernews ${ids.length} since ${since.toISOString().slice(0, 10)}`, signal);
            const points = [...fakeSources.points].filter(([id]) => ids.includes(id));
            return fakeSources.pointsAnswer ?? ok(new Map(points));
          },
        },
      ],
    },
  };
  return fakeSources;
}

export function candidate(arxivId: string, upvotes: number): Candidate {
  return {
    arxivId,
    upvotes,
    title: `Listed ${arxivId}`,
    authors: ['Ada Listed'],
    abstract: 'As it is listed.',
  };
}

export function record(arxivId: string): PaperRecord {
  return {
    arxivId,
    title: `Paper ${arxivId}`,
    authors: ['Ada Muster', 'Bob Beispiel'],
    abstract: 'We show what there is to show.',
    categories: ['cs.CV', 'cs.LG'],
    isWithdrawn: false,
  };
}

export function failed(kind: FailureKind, message: string, retryAt?: Date): SourceFailure {
  return { status: 'failed', kind, message, ...(retryAt && { retryAt }) };
}

export function empty(clock: { now: number }, reason: EmptyReason): SourceEmpty {
  return { status: 'empty', reason, observedAt: new Date(clock.now) };
}

function isWeekend(day: Day): boolean {
  return [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}
