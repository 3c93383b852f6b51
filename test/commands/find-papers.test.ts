import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPapers } from '../../commands/find-papers.ts';
import type { Context, TargetMessage } from '../../src/command.ts';
import { english } from '../../src/i18n/translate.ts';
import { absUrl } from '../../src/digest/arxiv-id.ts';
import { targetMessageOf } from '../../src/discord/interactions/payload.ts';
import { digestOf } from '../support/digest.ts';
import { type Lab, openLab } from '../support/lab.ts';
import { controlsOf, optionsOf, titlesOf } from '../support/seen.ts';

const DIGESTS = [
  digestOf({
    day: '2021-05-05',
    papers: [
      { arxivId: '2105.01601', title: 'MLP-Mixer', abstract: 'We mix. '.repeat(200) },
      { arxivId: '2105.01602', title: 'A *Second* One' },
      { arxivId: 'hep-th/9901001', title: 'An Old One' },
      { arxivId: 'math.GT/0309136', title: 'A Knot' },
    ],
  }),
  digestOf({ day: '2021-04-30', papers: Array.from({ length: 12 }, () => ({})) }),
];
const LINK = 'https://arxiv.org/abs/2105.01601';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({ digests: DIGESTS });
});
afterAll(() => lab.close());

/** Ben's answer for a message that Ada wrote. */
const findIn = (text: string) => lab.ben.use('Find papers', lab.ada.say(lab.general, text));

describe('Find papers', () => {
  it.each([LINK, `Have you seen [this](<${LINK}v2>)?`, 'arXiv:2105.01601 [cs.CV]', '2105.01601'])(
    'shows a single paper in full, only to the person who asked (%j)',
    async (text) => {
      const answer = await findIn(text);
      expect(titlesOf(answer)).toEqual(['MLP-Mixer']);
      expect(answer.embeds[0]?.description?.length).toBeGreaterThan(1500);
      expect(controlsOf(answer).map(({ label }) => label)).toContain('PDF');
      expect(answer.content).toBe('');
      expect(answer.ephemeral).toBe(true);
    },
  );

  it('lists several papers in their order, with a menu that opens each', async () => {
    const answer = await findIn(`hep-th/9901001, ${LINK}, ${LINK}v2, math/0309136`);
    expect(answer.content).toBe(english('find.heading', { count: 3 }));
    expect(titlesOf(answer)).toEqual(['An Old One', 'MLP-Mixer', 'A Knot']);
    expect(answer.ephemeral).toBe(true);
    const [, mixer = ''] = optionsOf(answer);
    const opened = await lab.ben.choose(answer, 'paper:found:0', [mixer]);
    expect(titlesOf(opened)).toEqual(['MLP-Mixer']);
    expect(opened.ephemeral).toBe(true);
  });

  it('opens a paper from the list after a restart', async () => {
    const answer = await findIn('2105.01602 2105.01601');
    await lab.restart();
    const [second = ''] = optionsOf(answer);
    const opened = await lab.ben.choose(answer, 'paper:found:0', [second]);
    expect(titlesOf(opened)).toEqual(['A \\*Second\\* One']);
  });

  it('shows ten papers and puts the others in the menu', async () => {
    const ids = DIGESTS[1]?.papers.map(({ arxivId }) => arxivId) ?? [];
    const answer = await findIn(ids.join(' '));
    expect(answer.content).toBe(english('find.heading-more', { count: 12, rest: 2 }));
    expect(titlesOf(answer)).toHaveLength(10);
    expect(optionsOf(answer)).toHaveLength(12);
  });

  it('names and links papers that are in no digest', async () => {
    const unknown = ['2106.00001', 'hep-ph/0001001'];
    // Discord shows backslashes in a link's text, so nothing is escaped there.
    const links = unknown.map((id) => `[${id}](<${absUrl(id)}>)`);
    const none = await findIn(unknown.join(' '));
    expect(none.content).toBe(english('find.not-here', { papers: links.join(', ') }));
    expect(none.embeds).toEqual([]);
    const one = await findIn(`${unknown.join(' ')} ${LINK}`);
    expect(one.content).toBe(none.content);
    expect(titlesOf(one)).toEqual(['MLP-Mixer']);
    const some = await findIn(`${unknown.join(' ')} 2105.01601 2105.01602`);
    expect(some.content).toBe(`${english('find.heading', { count: 2 })}\n${none.content}`);
  });

  it('names every paper it read within one message', async () => {
    const ids = Array.from({ length: 40 }, (_, n) => `2106.${String(n + 10_000)}`);
    const { content } = await findIn(ids.join(' '));
    expect(content.match(/<https:[^>]*>/g)).toEqual(
      ids.slice(0, 25).map((id) => `<${absUrl(id)}>`),
    );
    expect(content.length).toBeLessThanOrEqual(2000);
  });

  it('says how many papers it left out of a message with more than 25', async () => {
    const ids = Array.from({ length: 40 }, (_, n) => `2106.${String(n + 10_000)}`);
    const leftOut = (count: number) => `-# ${english('find.left-out', { first: 25, count })}`;
    const many = await findIn(`${LINK} 2105.01602 ${ids.join(' ')}`);
    expect(titlesOf(many)).toEqual(['MLP-Mixer', 'A ∗Second∗ One']);
    expect(many.content.split('\n').at(-1)).toBe(leftOut(17));
    const one = await findIn(ids.slice(0, 26).join(' '));
    expect(one.content.split('\n').at(-1)).toBe(leftOut(1));
    const none = await findIn(ids.slice(0, 25).join(' '));
    expect(none.content).not.toContain('\n-# ');
  });

  it('says what it looks for when it finds nothing', async () => {
    const answer = await findIn('version 1909.18363 costs $1203.45');
    expect(answer.content).toBe(english('find.nothing'));
    expect(answer.content).toContain('`2105.01601`');
    expect(answer.ephemeral).toBe(true);
  });

  it("reads a message's embeds", async () => {
    const list = await lab.ada.type(lab.general, '/papers date:2021-05-05');
    const answer = await lab.ben.use('Find papers', list);
    expect(titlesOf(answer)).toEqual(['MLP-Mixer', 'A ∗Second∗ One', 'An Old One', 'A Knot']);
  });

  it('appears in /help with how to use it', async () => {
    const { description } = (await lab.ben.type(lab.general, '/help')).embeds[0] ?? {};
    const line = english('help.message-menu', {
      command: english('command.find-papers.name'),
      text: english('command.find-papers.summary'),
    });
    expect(description?.split('\n')).toContain(line);
  });
});

describe('the text searched in a message', () => {
  /** The ids that are looked up in the archive. */
  function lookedUpIn(message: TargetMessage): string[] {
    const ids: string[] = [];
    const archive: Partial<Context['archive']> = {
      appearances(id) {
        ids.push(id);
        return [];
      },
    };
    const caller = { userId: '1', guildId: undefined, channelId: '2', isManager: false };
    findPapers.run({ ...caller, message }, { archive, t: english } as Context);
    return ids;
  }

  /** A message as Discord sends it with the command. */
  const received = (message: object) =>
    targetMessageOf({ target_id: '9', resolved: { messages: { 9: message } } } as never);

  it("covers the content and each embed's title, links, text and fields", () => {
    const embed = {
      title: 'arXiv:2105.00002',
      url: 'https://arxiv.org/abs/2105.00003',
      description: '2105.00004',
      fields: [{ name: '2105.00005', value: '2105.00006' }],
    };
    const message = received({ content: '2105.00001', embeds: [embed, {}] });
    expect(lookedUpIn(message)).toEqual([1, 2, 3, 4, 5, 6].map((n) => `2105.0000${n}`));
  });

  it('includes forwarded messages', () => {
    const forwarded = { content: '2105.00001', embeds: [{ description: '2105.00002' }] };
    const message = received({
      content: '',
      embeds: [],
      message_snapshots: [{ message: forwarded }],
    });
    expect(lookedUpIn(message)).toEqual(['2105.00001', '2105.00002']);
  });

  it('includes the text of components', () => {
    const text = (content: string) => ({ type: 10, content });
    const section = { type: 9, components: [text('2105.00002')], accessory: { type: 11 } };
    const components = [text('2105.00001'), { type: 17, components: [section] }, { type: 14 }];
    expect(lookedUpIn(received({ content: '', embeds: [], components }))).toEqual([
      '2105.00001',
      '2105.00002',
    ]);
  });

  it('may be missing', () => {
    expect(lookedUpIn(received({}))).toEqual([]);
    expect(
      lookedUpIn(targetMessageOf({ target_id: '9', resolved: { messages: {} } } as never)),
    ).toEqual([]);
  });
});
