import { PermissionFlagsBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { english } from '../../src/i18n/translate.ts';
import { digestOf } from '../support/digest.ts';
import { type Lab, openLab } from '../support/lab.ts';
import { inCode } from '../support/seen.ts';

let lab: Lab;
let readers: string;
beforeEach(async () => {
  lab = await openLab({ digests: [digestOf({ day: '2021-05-05', papers: [{}] })] });
  readers = lab.guild.addRole({ name: 'readers', mentionable: true }).id;
});
afterEach(() => lab.close());

const ask = (line: string) => lab.ada.type(lab.general, line);
const linesOf = async (line: string) => (await ask(line)).content.split('\n');

const top = (count: number) =>
  english('settings.top', { top: count, time: '09:00', timeZone: 'UTC' });
const mentions = (role: string) => english('settings.role', { role: `<@&${role}>` });

/** The channel's settings as `/subscriptions` shows them. */
const settings = async () =>
  (await ask('/subscriptions')).embeds[0]?.description?.split('\n')[0] ?? '';

describe('/subscribe with a role', () => {
  it('confirms that each digest mentions it, without pinging it', async () => {
    const answer = await ask('/subscribe channel:#papers role:@readers');
    expect(answer.content.split('\n')[1]).toBe(
      english('subscribed.role', { role: `<@&${readers}>` }),
    );
    expect(answer.raw?.mention_roles).toEqual([]);
    expect(await settings()).toContain(`${top(10)} · ${mentions(readers)}`);
  });

  it('keeps it until @everyone takes it away', async () => {
    await ask('/subscribe channel:#papers role:@readers');
    expect(await linesOf('/subscribe channel:#papers top:3')).toContain(
      english('subscribed.role', { role: `<@&${readers}>` }),
    );
    expect(await linesOf('/subscribe channel:#papers role:@everyone')).toContain(
      english('subscribed.no-role'),
    );
    expect(await settings()).toBe(`<#${lab.papers.id}> ${top(3)}`);
  });

  it('takes @everyone as no mention from the start', async () => {
    expect(await linesOf('/subscribe channel:#papers role:@everyone')).toContain(
      english('subscribed.no-role'),
    );
    expect(await settings()).toBe(`<#${lab.papers.id}> ${top(10)}`);
  });

  it("says what to do when it can't be mentioned, and works once that is done", async () => {
    const staff = lab.guild.addRole({ name: 'staff' }).id;
    const [line] = await linesOf('/subscribe channel:#papers role:@staff');
    expect(inCode(line ?? '')).toBe(
      english('channel.no-mention', { role: `<@&${staff}>`, channel: `<#${lab.papers.id}>` }),
    );
    lab.papers.setOverwrite({
      id: lab.guild.botRoleId,
      type: 0,
      allow: PermissionFlagsBits.MentionEveryone,
    });
    expect(await linesOf('/subscribe channel:#papers role:@staff')).toContain(
      english('subscribed.role', { role: `<@&${staff}>` }),
    );
  });

  it('refuses to be silent too, and says how to switch', async () => {
    expect(await linesOf('/subscribe channel:#papers role:@readers silent:true')).toEqual([
      english('silent.and-role'),
    ]);
    await ask('/subscribe channel:#papers role:@readers');
    expect((await linesOf('/subscribe channel:#papers silent:true'))[0]).toBe(
      english('silent.has-role', { channel: `<#${lab.papers.id}>`, role: `<@&${readers}>` }),
    );
    await ask('/subscribe channel:#papers silent:true role:@everyone');
    expect(await settings()).toContain(`${top(10)} · ${english('settings.silent')}`);
    expect((await linesOf('/subscribe channel:#papers role:@readers'))[0]).toBe(
      english('silent.is-silent', { channel: `<#${lab.papers.id}>` }),
    );
    await ask('/subscribe channel:#papers silent:false role:@readers');
    expect(await settings()).toContain(`${top(10)} · ${mentions(readers)}`);
  });
});

describe('/subscribe in an announcement channel', () => {
  it('publishes its digests from publish:True until publish:False', async () => {
    lab.guild.addChannel({ name: 'news', type: 5 });
    expect(await linesOf('/subscribe channel:#news publish:true')).toContain(
      english('subscribed.publish'),
    );
    await ask('/subscribe channel:#news top:2');
    expect(await settings()).toContain(` · ${english('settings.publish')}`);
    expect(await linesOf('/subscribe channel:#news publish:false')).toContain(
      english('subscribed.no-publish'),
    );
    expect(await settings()).not.toContain(english('settings.publish'));
  });

  it('refuses to publish in any other channel, and subscribes nothing', async () => {
    const [line] = await linesOf('/subscribe channel:#papers publish:true');
    expect(line).toBe(english('channel.no-announcements', { channel: `<#${lab.papers.id}>` }));
    expect(inCode((await ask('/subscriptions')).content)).toBe(english('server.none'));
    expect(await linesOf('/subscribe channel:#papers publish:false')).toContain(
      english('subscribed.no-publish'),
    );
  });
});

describe('/subscribe with quiet hours', () => {
  it('confirms them and keeps them until they are off', async () => {
    expect(await linesOf('/subscribe channel:#papers quiet:22-7')).toContain(
      english('subscribed.quiet', { from: '22:00', to: '07:00' }),
    );
    await ask('/subscribe channel:#papers top:2');
    expect(await settings()).toContain(
      ` · ${english('settings.quiet', { from: '22:00', to: '07:00' })}`,
    );
    expect(await linesOf('/subscribe channel:#papers quiet:off')).toContain(
      english('subscribed.no-quiet'),
    );
    expect(await settings()).toBe(`<#${lab.papers.id}> ${top(2)}`);
  });

  it("refuses hours that contain the digest's own time, whichever of the two changes", async () => {
    const [line] = await linesOf('/subscribe channel:#papers quiet:8:30-10');
    expect(line).toBe(english('quiet.own-time', { time: '09:00', from: '08:30', to: '10:00' }));
    await ask('/subscribe channel:#papers quiet:22-7');
    expect((await linesOf('/subscribe channel:#papers time:23:15'))[0]).toBe(
      english('quiet.own-time', { time: '23:15', from: '22:00', to: '07:00' }),
    );
    expect((await linesOf('/subscribe channel:#papers time:07:00'))[0]).toBe(
      english('subscribed.changed', {
        channel: `<#${lab.papers.id}>`,
        top: 10,
        time: '07:00',
        timeZone: 'UTC',
      }),
    );
  });

  it("says what it accepts when they can't be read", async () => {
    expect((await linesOf('/subscribe channel:#papers quiet:night'))[0]).toBe(
      english('quiet.unknown', { typed: 'night' }),
    );
  });
});

describe('/subscribe in a thread', () => {
  it('says what to do when the thread is locked', async () => {
    const thread = lab.guild.addChannel({ name: 'talk', type: 11, parent: lab.papers });
    thread.setThread({ locked: true });
    expect(inCode((await linesOf('/subscribe channel:#talk'))[0] ?? '')).toBe(
      english('channel.locked', { channel: `<#${thread.id}>` }),
    );
  });
});

describe('/subscribe with a style and a summary', () => {
  const STYLES = {
    full: ['subscribed.style-full', 'settings.style-full'],
    headlines: ['subscribed.style-headlines', 'settings.style-headlines'],
  } as const;

  it.each(['full', 'headlines'] as const)(
    'keeps the style %s until it is brief again',
    async (style) => {
      const [confirmed, listed] = STYLES[style];
      expect(await linesOf(`/subscribe channel:#papers style:${style}`)).toContain(
        english(confirmed),
      );
      expect(await linesOf('/subscribe channel:#papers top:3')).toContain(english(confirmed));
      expect(await settings()).toBe(`<#${lab.papers.id}> ${top(3)} · ${english(listed)}`);
      expect(await linesOf('/subscribe channel:#papers style:brief')).toContain(
        english('subscribed.style-brief'),
      );
      expect(await settings()).toBe(`<#${lab.papers.id}> ${top(3)}`);
    },
  );

  it('keeps whose line it shows until it is the authors again', async () => {
    expect(await linesOf('/subscribe channel:#papers summary:huggingface')).toContain(
      english('subscribed.summary-huggingface'),
    );
    expect(await settings()).toContain(english('settings.summary-huggingface'));
    expect(await linesOf('/subscribe channel:#papers summary:off')).toContain(
      english('subscribed.summary-off'),
    );
    expect(await settings()).toContain(english('settings.summary-off'));
    expect(await linesOf('/subscribe channel:#papers summary:authors')).toContain(
      english('subscribed.summary-authors'),
    );
    expect(await settings()).toBe(`<#${lab.papers.id}> ${top(10)}`);
  });

  it('says nothing of a line under titles where there is none', async () => {
    const answer = await ask('/subscribe channel:#papers style:headlines summary:huggingface');
    expect(answer.content).toContain(english('subscribed.style-headlines'));
    expect(answer.content).not.toContain(english('subscribed.summary-huggingface'));
    await ask('/subscribe channel:#papers style:brief summary:authors');
  });

  it('posts the newest digest in that style', async () => {
    const answer = await ask('/subscribe channel:#papers style:headlines');
    await lab.ada.press(answer, english('post.button', { day: '2021-05-05' }));
    const embeds = lab.papers.messages.at(-1)?.embeds ?? [];
    expect(embeds).toHaveLength(1);
    expect(embeds[0]?.description).toMatch(/^\[1\. Paper 1/);
  });
});
