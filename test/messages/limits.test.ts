import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDigest } from '../../src/digest/parse.ts';
import type { Digest } from '../../src/digest/types.ts';
import { paperMenus } from '../../src/messages/components.ts';
import { digestMessage, shortDigestMessage } from '../../src/messages/digest-message.ts';
import { fitMessage } from '../../src/messages/message.ts';
import { paperCard } from '../../src/messages/paper-card.ts';
import { paperList } from '../../src/messages/paper-list.ts';
import { paperEmbeds } from '../../src/messages/paper-embeds.ts';
import { english } from '../../src/i18n/translate.ts';
import { archiveFiles } from '../support/archive.ts';
import { digestOf } from '../support/digest.ts';
import { expectWithinLimits } from '../support/limits.ts';
import { DIGEST_STYLES, type Look, SUMMARY_SOURCES } from '../../src/messages/digest-styles.ts';
import { anyPaper, anyRisen } from './arbitraries.ts';

describe('papers with almost no visible title', () => {
  it('still get a title and a label, since Discord refuses empty ones', () => {
    const papers = ['\u202e', `a${'\u0301'.repeat(9000)}`, ' '].map((title) => ({ title }));
    const digest = digestOf({ day: '2021-05-05', papers });
    const entries = digest.papers.map((paper) => ({ day: digest.day, paper }));
    for (const order of ['digest', 'found'] as const) {
      expectWithinLimits(
        fitMessage({
          embeds: paperEmbeds(english, digest.papers),
          components: paperMenus(english, entries, order, 'x', 1),
        }),
      );
      for (const { title } of paperEmbeds(english, digest.papers))
        expect(title?.trim()).toBeTruthy();
    }
  });
});

const LOOKS: readonly Look[] = DIGEST_STYLES.flatMap((style) =>
  SUMMARY_SOURCES.map((summary) => ({ style, summary })),
);
/** Those that differ where nothing is known besides the abstract. */
const ARCHIVE_LOOKS = LOOKS.filter(({ summary }) => summary === 'authors');

function everyMessage(digest: Digest, looks: readonly Look[]) {
  const cards = digest.papers.map((paper) => paperCard(english, { day: digest.day, paper }));
  const all = digest.papers;
  const missedDays = Array.from({ length: 9 }, (_, n) => `2021-04-0${n + 1}`);
  const entries = all.map((paper) => ({ day: digest.day, paper, shared: [paper.title] }));
  const isFound = (run: string) => run.length < 4;
  return [
    { embeds: paperList(english, entries, 'digest') },
    { embeds: paperList(english, entries, 'found', { isFound }) },
    ...looks.map((look) =>
      digestMessage(digest, all, {
        ...look,
        risen: digest.risen,
        missedDays: missedDays.slice(0, 5),
        isUpdated: true,
      }),
    ),
    shortDigestMessage(digest, all, { missedDays }),
    ...cards,
  ].map((message) => ({
    message,
    fitted: fitMessage(message),
  }));
}

/** The gate is a last resort. What the layouts make must pass it unchanged. */
function expectToFit(digest: Digest, looks = LOOKS): void {
  for (const { message, fitted } of everyMessage(digest, looks)) {
    expectWithinLimits(fitted);
    expect(fitted.embeds).toEqual(message.embeds ?? []);
    expect(fitted.components).toEqual(message.components ?? []);
    expect(fitted.content).toEqual(message.content ?? '');
    if (message.content === undefined) continue;
    // A role in front doesn't push anything out either.
    const role = '9'.repeat(20);
    expect(fitMessage({ ...message, role }).content).toBe(`<@&${role}> ${message.content}`);
  }
}

describe("Discord's limits", () => {
  it('hold for any digest without cutting at the gate', () => {
    fc.assert(
      fc.property(
        fc.array(anyPaper, { minLength: 1, maxLength: 12 }),
        fc.array(anyRisen, { maxLength: 4 }),
        (papers, risen) => {
          expectToFit({ ...digestOf({ day: '2021-05-05', papers }), risen });
        },
      ),
      { numRuns: 40 },
    );
  });

  const files = archiveFiles();
  it.skipIf(files.length === 0)('hold for every digest and paper of the published archive', () => {
    for (const { name, text: file } of files) {
      const { digest } = parseDigest(file, name);
      if (digest) expectToFit(digest, ARCHIVE_LOOKS);
    }
  });
});

/** Ten of the heaviest papers: whatever can be long is. */
function heaviestDigest(): Digest {
  const long = 'Wörter '.repeat(400);
  const url = (name: string) => `https://github.com/${name}/${'x'.repeat(250)}`;
  const papers = Array.from({ length: 10 }, () => ({
    title: long,
    authors: Array.from({ length: 300 }, (_, at) => `Author Number ${at}`),
    categories: Array.from({ length: 60 }, (_, at) => `cs.C${at}`),
    metrics: { upvotes: 9_999_999, stars: 9_999_999, [long]: 1 },
    abstract: `We show ${long}.`,
    links: { code: url('code'), project: url('project') },
    picture: 'https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/1.png',
    summary: { text: long, by: long },
  }));
  const risen = Array.from({ length: 4 }, (_, at) => ({
    arxivId: `math-ph/060100${at}`,
    title: '<'.repeat(900),
    upvotes: 9_999_999,
  }));
  return { ...digestOf({ day: '2021-09-30', papers }), risen };
}

describe('the heaviest digest', () => {
  it('fits in every style', () => {
    expectToFit(heaviestDigest());
  });

  it.each(LOOKS)('is cut at the same places when it says "updated", in %j', (look) => {
    const digest = heaviestDigest();
    const options = { ...look, risen: digest.risen };
    const before = digestMessage(digest, digest.papers, options);
    const after = digestMessage(digest, digest.papers, { ...options, isUpdated: true });
    expect(after.embeds).toEqual(before.embeds);
    expect(after.content?.replace(' · updated', '')).toBe(before.content);
    expect(after.content).toContain(' · updated\n');
    expect(after.content?.length).toBeLessThanOrEqual(240);
    expect(after.content?.split('\n')).toHaveLength(2);
  });
});
