import { describe, expect, it } from 'vitest';
import { lostAccessNotice } from '../../src/messages/notices.ts';

const LOST: Parameters<typeof lostAccessNotice>[0] = {
  channelId: '100',
  guildId: '1',
  day: '2021-05-05',
  reason: { code: 'missing-permission', anyOf: ['ViewChannel'] },
  missing: ['ViewChannel', 'EmbedLinks'],
  isLocked: false,
};

const noIds = () => undefined;

describe("the notice to the subscriber of a channel that can't be posted to", () => {
  it('says where, what is missing, how to fix it, and that nothing is lost', () => {
    const { content = '', ...more } = lostAccessNotice(LOST, noIds);
    expect(content.split('\n')).toEqual([
      "I cannot post in <#100> (https://discord.com/channels/1/100), so the digest for 2021-05-05 didn't arrive.",
      "I'm missing **View Channel**, **Embed Links**. In that channel's settings, under Permissions, allow them for my role.",
      'Nothing is lost: I keep the subscription and resume once I can post there again. Until then, `/papers` shows every digest.',
      'To end the subscription instead, use `/unsubscribe` in that server.',
    ]);
    expect(more).toEqual({});
  });

  it('knows that a thread has no permissions of its own', () => {
    const content = lostAccessNotice(
      { ...LOST, missing: ['SendMessagesInThreads'] },
      noIds,
    ).content;
    expect(content).toContain("In the settings of the thread's channel, under Permissions");
    expect(content).toContain('allow it for my role.');
  });

  it('says what a locked thread needs', () => {
    const content = lostAccessNotice({ ...LOST, missing: [], isLocked: true }, noIds).content;
    expect(content).toContain(
      'The thread is locked. Unlock it, or allow **Manage Threads** for my role',
    );
    expect(content).not.toContain("I'm missing");
  });

  it('gives the reason as plain text when nothing else is known', () => {
    const content = lostAccessNotice(
      {
        ...LOST,
        missing: [],
        reason: { code: 'discord', message: '*no*' },
      },
      noIds,
    ).content;
    expect(content).toContain('Reason: Discord says: \\*no\\*.');
  });

  it('mentions the commands whose ids are known', () => {
    const ids = new Map([['papers', '7']]);
    const content = lostAccessNotice(LOST, (name) => ids.get(name)).content;
    expect(content).toContain('Until then, </papers:7> shows every digest.');
    expect(content).toContain('use `/unsubscribe` in that server');
  });
});
