import { PermissionFlagsBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf } from '../support/digest.ts';
import { type Lab, openLab } from '../support/lab.ts';

let lab: Lab;
let readers: string;
beforeEach(async () => {
  lab = await openLab({ digests: [digestOf({ day: '2021-05-05', papers: [{}] })] });
  readers = lab.guild.addRole({ name: 'readers', mentionable: true }).id;
});
afterEach(() => lab.close());

const ask = (line: string) => lab.ada.type(lab.general, line);
const said = async (line: string) => (await ask(line)).content.split('\n');

/** The channel's settings as `/subscriptions` tells them. */
const settings = async () =>
  (await ask('/subscriptions')).embeds[0]?.description?.split('\n')[0] ?? '';

describe('/subscribe with a role', () => {
  it('says that each digest mentions it, and mentions it in the answer without a notification', async () => {
    const answer = await ask('/subscribe channel:#papers role:@readers');
    expect(answer.content.split('\n')[1]).toBe(`Each digest mentions <@&${readers}>.`);
    expect(answer.raw?.mention_roles).toEqual([]);
    expect(await settings()).toContain(`09:00 UTC · mentions <@&${readers}>`);
  });

  it('keeps it until it is taken away with @everyone', async () => {
    await ask('/subscribe channel:#papers role:@readers');
    expect(await said('/subscribe channel:#papers top:3')).toContain(
      `Each digest mentions <@&${readers}>.`,
    );
    expect(await said('/subscribe channel:#papers role:@everyone')).toContain(
      'No role is mentioned.',
    );
    expect(await settings()).toBe(`<#${lab.papers.id}> top 3, 09:00 UTC`);
  });

  it('takes @everyone from the start for no mention', async () => {
    expect(await said('/subscribe channel:#papers role:@everyone')).toContain(
      'No role is mentioned.',
    );
    expect(await settings()).toBe(`<#${lab.papers.id}> top 10, 09:00 UTC`);
  });

  it('that may not be mentioned says what to do, and works once that is done', async () => {
    const staff = lab.guild.addRole({ name: 'staff' }).id;
    const [line] = await said('/subscribe channel:#papers role:@staff');
    expect(line).toContain(`I may not mention <@&${staff}> in <#${lab.papers.id}>.`);
    expect(line).toContain('Server Settings → Roles');
    lab.papers.setOverwrite({
      id: lab.guild.botRoleId,
      type: 0,
      allow: PermissionFlagsBits.MentionEveryone,
    });
    expect(await said('/subscribe channel:#papers role:@staff')).toContain(
      `Each digest mentions <@&${staff}>.`,
    );
  });

  it('is not silent too, and says how to change over', async () => {
    expect(await said('/subscribe channel:#papers role:@readers silent:true')).toEqual([
      'A silent digest notifies nobody, so it can mention no role. Choose either `role` or `silent:True`.',
    ]);
    await ask('/subscribe channel:#papers role:@readers');
    expect((await said('/subscribe channel:#papers silent:true'))[0]).toContain(
      'add `role:@everyone` to mention none',
    );
    await ask('/subscribe channel:#papers silent:true role:@everyone');
    expect(await settings()).toContain('09:00 UTC · silent');
    expect((await said('/subscribe channel:#papers role:@readers'))[0]).toContain(
      'add `silent:False`',
    );
    await ask('/subscribe channel:#papers silent:false role:@readers');
    expect(await settings()).toContain(`09:00 UTC · mentions <@&${readers}>`);
  });
});

describe('/subscribe in an announcement channel', () => {
  it('publishes its digests when asked to, until told otherwise', async () => {
    lab.guild.addChannel({ name: 'news', type: 5 });
    expect(await said('/subscribe channel:#news publish:true')).toContain(
      'Each digest is published to the channels that follow.',
    );
    await ask('/subscribe channel:#news top:2');
    expect(await settings()).toContain('· published');
    expect(await said('/subscribe channel:#news publish:false')).toContain(
      'Digests are not published.',
    );
    expect(await settings()).not.toContain('published');
  });

  it('only: elsewhere it says what to do, and subscribes nothing', async () => {
    const [line] = await said('/subscribe channel:#papers publish:true');
    expect(line).toBe(
      `Only announcement channels can be followed, and <#${lab.papers.id}> is none. Leave ` +
        '`publish` out, or make it an announcement channel in its settings.',
    );
    expect((await ask('/subscriptions')).content).toContain('No channel of this server');
    expect(await said('/subscribe channel:#papers publish:false')).toContain(
      'Digests are not published.',
    );
  });
});

describe('/subscribe with quiet hours', () => {
  it('tells them, and keeps them until they are off', async () => {
    expect(await said('/subscribe channel:#papers quiet:22-7')).toContain(
      'Nothing is posted between 22:00 and 07:00; what comes then waits.',
    );
    await ask('/subscribe channel:#papers top:2');
    expect(await settings()).toContain('· quiet 22:00-07:00');
    expect(await said('/subscribe channel:#papers quiet:off')).toContain(
      'There are no quiet hours.',
    );
    expect(await settings()).not.toContain('quiet');
  });

  it('refuses those that hold its own time, whichever of the two is changed', async () => {
    const [line] = await said('/subscribe channel:#papers quiet:8:30-10');
    expect(line).toContain("The digest's own time, 09:00, lies in the quiet hours from 08:30 to");
    await ask('/subscribe channel:#papers quiet:22-7');
    expect((await said('/subscribe channel:#papers time:23:15'))[0]).toContain('23:15, lies in');
    expect((await said('/subscribe channel:#papers time:07:00'))[0]).toContain('at 07:00, UTC.');
  });

  it('refuses what is none with what is accepted', async () => {
    expect((await said('/subscribe channel:#papers quiet:night'))[0]).toContain('`22:00-07:00`');
  });
});

describe('/subscribe in a thread', () => {
  it('that is locked says what to do', async () => {
    const thread = lab.guild.addChannel({ name: 'talk', type: 11, parent: lab.papers });
    thread.setThread({ locked: true });
    expect((await said('/subscribe channel:#talk'))[0]).toContain('is locked. Unlock it, or give');
  });
});
