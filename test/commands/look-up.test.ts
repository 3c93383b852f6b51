import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { english } from '../../src/i18n/translate.ts';
import { feedOf } from '../sources/feed.ts';
import { digestOf } from '../support/digest.ts';
import { type Lab, openLab } from '../support/lab.ts';
import { controlsOf, optionsOf, titlesOf } from '../support/seen.ts';

const KNOWN = '2105.01601';
const NEW = '2611.00001';
const WITHDRAWN = '2611.00002';
const UNKNOWN = '2611.99999';

/** An arXiv that knows all papers but one, and may do worse. */
async function openArxiv() {
  const asked: string[][] = [];
  const arxiv = {
    asked,
    url: '',
    /** What is answered instead of a feed. */
    status: 200,
    /** Resolved before an answer is sent. */
    ready: Promise.resolve() as Promise<unknown>,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  const server = createServer((request, response) => {
    const ids = new URL(request.url ?? '/', 'http://arxiv').searchParams.get('id_list') ?? '';
    asked.push(ids.split(','));
    void arxiv.ready.then(() => {
      const headers = { 'content-type': 'application/atom+xml', 'retry-after': '600' };
      response.writeHead(arxiv.status, headers);
      const known = ids.split(',').filter((id) => id !== UNKNOWN);
      response.end(
        feedOf(
          ...known.map((id) => ({
            id: `${id}v1`,
            title: `Paper *${id}*`,
            summary: 'We show what can be shown. Code: https://github.com/example/shown.',
            ...(id === WITHDRAWN ? { comment: 'This paper has been withdrawn by the author' } : {}),
          })),
        ),
      );
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  arxiv.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return arxiv;
}

let arxiv: Awaited<ReturnType<typeof openArxiv>>;
let lab: Lab;
beforeAll(async () => {
  arxiv = await openArxiv();
  lab = await openLab({
    digests: [digestOf({ day: '2021-05-05', papers: [{ arxivId: KNOWN, title: 'MLP-Mixer' }] })],
    env: { SOURCES: 'arxiv', ARXIV_API: arxiv.url },
  });
});
afterAll(async () => {
  await lab.close();
  arxiv.close();
});
beforeEach(() => {
  // arXiv gets one request in three seconds, by a clock that stands still.
  lab.clock.now += 5000;
  arxiv.asked.length = 0;
});

const ask = (line: string) => lab.ben.type(lab.general, line);

describe('a paper that no digest has', () => {
  it.each([
    ['/paper by its id', `/paper paper:${NEW}`],
    ['/paper by a link', `/paper paper:https://arxiv.org/pdf/${NEW}v2`],
    ['/papers by its id', `/papers search:${NEW}`],
    ['/papers by a link', `/papers search:https://huggingface.co/papers/${NEW}`],
  ])('is looked up at arXiv by %s', async (_how, line) => {
    const answer = await ask(line);
    expect(titlesOf(answer)).toEqual([`Paper \\*${NEW}\\*`]);
    expect(answer.content).toBe(`-# ${english('lookup.from-arxiv')}`);
    expect(JSON.stringify(answer.embeds)).toContain('https://github.com/example/shown');
    expect(answer.ephemeral).toBe(false);
  });

  it('is asked for once a day', async () => {
    await ask(`/paper paper:${NEW}`);
    await ask(`/papers search:${NEW}`);
    expect(arxiv.asked).toEqual([]);
  });

  it('is in no digest and no search afterwards', async () => {
    await ask(`/paper paper:${NEW}`);
    const answer = await ask('/papers search:Paper what can be shown');
    expect(JSON.stringify(answer.embeds)).not.toContain(NEW);
  });

  it('says that it was withdrawn', async () => {
    const answer = await ask(`/paper paper:${WITHDRAWN}`);
    expect(answer.content).toBe(`-# ${english('lookup.withdrawn')}`);
  });

  it('can be cited, shared and compared, even after a restart', async () => {
    const card = await lab.ben.type(lab.general, `/paper paper:${NEW} private:true`);
    await lab.restart();
    lab.clock.now += 5000;
    const cited = await lab.ben.press(card, english('cite.button'));
    expect(cited.content).toContain('eprint = {2611.00001}');
    const shared = await lab.ben.press(card, english('card.share'));
    expect(titlesOf(shared)).toEqual([`Paper \\*${NEW}\\*`]);
    expect(shared.content).toContain(english('lookup.from-arxiv'));
    expect(shared.ephemeral).toBe(false);
    const similar = await lab.ben.press(card, english('card.similar'));
    expect(similar.content).toContain(`Paper \\*${NEW}\\*`);
  });

  it('keeps nobody waiting without a sign while arXiv takes its time', async () => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    arxiv.ready = promise;
    const asked = ask('/paper paper:2611.00003');
    setTimeout(resolve, 2000);
    const answer = await asked;
    expect(answer.deferred).toBe(true);
    expect(titlesOf(answer)).toEqual(['Paper \\*2611.00003\\*']);
    arxiv.ready = Promise.resolve();
  });

  it('is named when arXiv has no such paper', async () => {
    const answer = await ask(`/paper paper:${UNKNOWN}`);
    expect(answer.content).toBe(english('lookup.unknown', { id: UNKNOWN }));
    expect(answer.ephemeral).toBe(true);
  });
});

describe('Find papers', () => {
  it('looks up all that no digest has in one request', async () => {
    const text = `${KNOWN} 2611.00010 2611.00011 ${UNKNOWN}`;
    const answer = await lab.ben.use('Find papers', lab.ada.say(lab.general, text));
    expect(titlesOf(answer)).toEqual(['MLP-Mixer', 'Paper ∗2611.00010∗', 'Paper ∗2611.00011∗']);
    expect(answer.content).toBe(
      `${english('find.heading', { count: 3 })}\n${english('lookup.unknown', { id: UNKNOWN })}`,
    );
    expect(arxiv.asked).toEqual([['2611.00010', '2611.00011']]);
    const opened = await lab.ben.choose(answer, 'paper:found:0', [optionsOf(answer)[1] ?? '']);
    expect(titlesOf(opened)).toEqual(['Paper \\*2611.00010\\*']);
    expect(controlsOf(opened).map(({ label }) => label)).toContain(english('card.share'));
  });
});

describe('arXiv asking to be left alone', () => {
  it('is said with the time of the next try, and a link', async () => {
    arxiv.status = 429;
    const answer = await ask('/paper paper:2611.00020');
    const at = Math.floor(lab.clock.now / 1000) + 600;
    expect(answer.content).toBe(
      english('lookup.failed-until', {
        when: `<t:${at}:R>`,
        link: '<https://arxiv.org/abs/2611.00020>',
      }),
    );
    expect(answer.ephemeral).toBe(true);
    lab.clock.now += 5000;
    await ask('/paper paper:2611.00021');
    expect(arxiv.asked).toHaveLength(1);
  });
});
