import { describe, expect, it } from 'vitest';
import { postNow } from '../../commands/subscribe/confirmation.ts';
import { unsubscribe } from '../../commands/unsubscribe.ts';
import { type Context, UserError } from '../../src/command.ts';
import { english } from '../../src/i18n/translate.ts';
import { openStore } from '../../src/store/open.ts';
import { loadSubscriptions } from '../../src/store/subscriptions.ts';
import { openLab } from '../support/lab.ts';
import { inCode } from '../support/seen.ts';
import { digestOf } from '../support/digest.ts';
import { SUBSCRIPTION } from '../support/subscription.ts';

/** A manager of another server. */
const STRANGER = { userId: '6', guildId: '2', channelId: '200', isManager: true };

describe('the channels of one server', () => {
  it("can't be posted to or unsubscribed from another server, even with a forged request", async () => {
    const store = await openStore('sqlite::memory:');
    const subscriptions = await loadSubscriptions(store.keyv('subscriptions'));
    await subscriptions.put(SUBSCRIPTION);
    const context = { subscriptions, t: english } as Partial<Context> as Context;
    const press = { ...STRANGER, state: '100', values: [], isOwn: true, isEphemeral: false };
    await expect(postNow(press, context)).rejects.toThrow(UserError);
    const call = { ...STRANGER, options: { channel: '100' } };
    await expect(unsubscribe.run(call, context)).rejects.toThrow(UserError);
    expect(subscriptions.get('100')).toEqual(SUBSCRIPTION);
    await store.close();
  });

  it("can't be subscribed from another server", async () => {
    const lab = await openLab({ digests: [digestOf({ day: '2021-05-05', papers: [{}] })] });
    const other = lab.discord.world.addGuild({ name: 'Elsewhere' });
    const room = other.addChannel({ name: 'room' });
    await expect(other.owner.type(room, `/subscribe channel:${lab.papers.id}`)).rejects.toThrow();
    expect((await other.owner.type(room, '/subscribe')).content).toContain(`<#${room.id}>`);
    expect(inCode((await lab.ada.type(lab.general, '/subscriptions')).content)).toBe(
      english('server.none'),
    );
    await lab.close();
  });
});
