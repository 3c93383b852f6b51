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
import { anyPaper } from './arbitraries.ts';

describe('papers with almost no visible title', () => {
  it('still get a title and a label, since Discord refuses empty ones', () => {
    const papers = ['\u202e', `a${'\u0301'.repeat(9000)}`, ' '].map((title) => ({ title }));
    const digest = digestOf({ day: '2021-05-05', papers });
    const entries = digest.papers.map((paper) => ({ day: digest.day, paper }));
    for (const order of ['digest', 'found'] as const) {
      expectWithinLimits(
        fitMessage({
          embeds: paperEmbeds(english, entries, order),
          components: paperMenus(english, entries, order, 'x', 1),
        }),
      );
      for (const { title } of paperEmbeds(english, entries, order))
        expect(title?.trim()).toBeTruthy();
    }
  });
});

function everyMessage(digest: Digest) {
  const cards = digest.papers.map((paper) => paperCard(english, { day: digest.day, paper }));
  const all = digest.papers;
  const missedDays = Array.from({ length: 9 }, (_, n) => `2021-04-0${n + 1}`);
  const entries = all.map((paper) => ({ day: digest.day, paper, shared: [paper.title] }));
  const isFound = (run: string) => run.length < 4;
  return [
    { embeds: paperList(english, entries, 'digest') },
    { embeds: paperList(english, entries, 'found', { isFound }) },
    digestMessage(digest, all),
    digestMessage(digest, all, { missedDays: missedDays.slice(0, 5), isUpdated: true }),
    shortDigestMessage(digest, all, { missedDays }),
    ...cards,
  ].map((message) => ({
    message,
    fitted: fitMessage(message),
  }));
}

/** The gate is a last resort. What the layouts make must pass it unchanged. */
function expectToFit(digest: Digest): void {
  for (const { message, fitted } of everyMessage(digest)) {
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
      fc.property(fc.array(anyPaper, { minLength: 1, maxLength: 12 }), (papers) => {
        expectToFit(digestOf({ day: '2021-05-05', papers }));
      }),
      { numRuns: 40 },
    );
  });

  const files = archiveFiles();
  it.skipIf(files.length === 0)('hold for every digest and paper of the published archive', () => {
    for (const { name, text: file } of files) {
      const { digest } = parseDigest(file, name);
      if (digest) expectToFit(digest);
    }
  });
});
