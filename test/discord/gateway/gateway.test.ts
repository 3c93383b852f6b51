import { inspect } from 'node:util';
import { ChannelType, PermissionFlagsBits as P } from 'discord.js';
import { describe, it, type TestContext, vi } from 'vitest';
import type { Drop } from '../../../playground/server/gateway/gateway.ts';
import {
  type DiscordOptions,
  type LoopbackDiscord,
  startDiscord,
} from '../../../playground/server/start.ts';
import type { GatewayOptions } from '../../../src/discord/gateway/gateway.ts';
import { OperatorError } from '../../../src/operator-error.ts';
import { startTestGateway } from '../harness.ts';

/** What a test needs of its own context, since several run at a time. */
type Test = Pick<TestContext, 'expect' | 'onTestFinished'>;

async function openDiscord(test: Test, options: DiscordOptions = {}) {
  const discord = await startDiscord(options);
  test.onTestFinished(() => discord.close());
  const guild = discord.world.addGuild({ name: 'Lab' });
  return { discord, guild, papers: guild.addChannel({ name: 'papers' }) };
}

function start(test: Test, discord: LoopbackDiscord, options: Partial<GatewayOptions> = {}) {
  const ending = new AbortController();
  const started = startTestGateway(discord, { signal: ending.signal, ...options });
  started.opening.catch(() => undefined);
  test.onTestFinished(async () => {
    ending.abort(new Error('the test is over'));
    await started.opening.then((gateway) => gateway.close()).catch(() => undefined);
  });
  return { ...started, ending };
}

async function open(test: Test, discord: LoopbackDiscord, options: Partial<GatewayOptions> = {}) {
  const { opening, ...rest } = start(test, discord, options);
  return { gateway: await opening, ...rest };
}

const DROPS: Drop[] = ['cut', 'reconnect', 'invalid-resumable', 'silence', 4000];

describe.concurrent('the gateway', () => {
  it('is ready after READY, and knows itself and the number of servers', async (test) => {
    const { expect } = test;
    const { discord, guild } = await openDiscord(test);
    discord.world.addGuild({ name: 'Other' });
    const { gateway, heard } = await open(test, discord);
    expect(gateway.botUser).toEqual({
      id: discord.world.bot.id,
      name: 'paperboy',
      applicationId: discord.applicationId,
    });
    expect(gateway.guildCount()).toBe(2);
    guild.removeBot();
    await expect.poll(() => heard.guildsGone).toEqual([guild.id]);
    expect(gateway.guildCount()).toBe(1);
    guild.addBot();
    await expect.poll(() => gateway.guildCount()).toBe(2);
    // Coming back is a change, being there at the start isn't.
    expect(heard.changes).toEqual([{ guildId: guild.id }]);
  });

  it('opens as many connections as Discord recommends', async (test) => {
    const { expect } = test;
    let now = Date.parse('2021-05-06T12:00:00Z');
    const { discord } = await openDiscord(test, { shards: 3, now: () => now++ });
    for (let n = 0; n < 8; n++) discord.world.addGuild({ name: `guild ${n}` });
    const { gateway } = await open(test, discord);
    expect(discord.identifies()).toBe(3);
    expect(gateway.guildCount()).toBe(9);
  });

  it('reports deleted channels, threads and servers, but not outages', async (test) => {
    const { expect } = test;
    const { discord, guild, papers } = await openDiscord(test);
    const thread = guild.addChannel({
      name: 'thread',
      type: ChannelType.PublicThread,
      parent: papers,
    });
    const { heard } = await open(test, discord);
    guild.setUnavailable(true);
    guild.setUnavailable(false);
    await expect.poll(() => heard.changes).toEqual([{ guildId: guild.id }]);
    expect(heard.guildsGone).toEqual([]);
    thread.delete();
    papers.delete();
    await expect.poll(() => heard.channelsGone).toEqual([thread.id, papers.id]);
    guild.delete();
    await expect.poll(() => heard.guildsGone).toEqual([guild.id]);
  });

  it("reports where the bot's permissions may have changed", async (test) => {
    const { expect } = test;
    const { discord, guild, papers } = await openDiscord(test);
    const thread = guild.addChannel({
      name: 'thread',
      type: ChannelType.PublicThread,
      parent: papers,
    });
    const { heard } = await open(test, discord);
    const expectChange = async (act: () => void, where: object): Promise<void> => {
      heard.changes.length = 0;
      act();
      await expect.poll(() => heard.changes).toEqual([where]);
    };
    const guildId = guild.id;
    await expectChange(() => papers.denyBot(P.SendMessages), { guildId, channelId: papers.id });
    await expectChange(() => thread.setThread({ locked: true }), { guildId, channelId: thread.id });
    await expectChange(() => guild.setBotPermissions(0n), { guildId });
    let role = { id: '' };
    await expectChange(() => (role = guild.addRole({ name: 'Press' })), { guildId });
    await expectChange(() => guild.giveBotRole(role), { guildId });
  });

  it.for(DROPS)('resumes after %s without identifying again', async (how, test) => {
    const { expect } = test;
    const { discord, guild } = await openDiscord(test, { heartbeatMs: 300 });
    const { heard } = await open(test, discord);
    discord.dropGateway(how);
    const missed = guild.addChannel({ name: 'missed' });
    missed.delete();
    await expect.poll(() => heard.channelsGone, { timeout: 10_000 }).toEqual([missed.id]);
    expect(discord.identifies()).toBe(1);
    expect(heard.changes).toEqual([]);
    expect(heard.fatal).toEqual([]);
  });

  it.for<[code: number, words: string]>([
    [4004, 'DISCORD_TOKEN'],
    [4010, 'shard'],
    [4011, 'sharded'],
    [4012, 'update Paperboy'],
    [4013, 'intents'],
    [4014, 'intents'],
  ])(
    'ends with a sentence when closed with %i, and tries nothing more',
    async ([code, words], test) => {
      const { expect } = test;
      const { discord } = await openDiscord(test);
      const { heard } = await open(test, discord);
      discord.dropGateway(code);
      await expect.poll(() => heard.fatal).toHaveLength(1);
      expect(heard.fatal[0]).toBeInstanceOf(OperatorError);
      expect(heard.fatal[0]?.message).toContain(words);
      expect(discord.identifies()).toBe(1);
      expect(discord.transcript.find(/GET \/gateway/)).toHaveLength(2);
    },
  );

  it('explains when Discord refuses the token', async (test) => {
    const { expect } = test;
    const { discord } = await openDiscord(test);
    discord.resetToken();
    const { opening } = start(test, { ...discord, token: 'wrong' });
    await expect(opening).rejects.toThrow(OperatorError);
    await expect(opening).rejects.toThrow('DISCORD_TOKEN');
  });

  it("keeps trying when Discord can't be reached at the start", async (test) => {
    const { expect } = test;
    const { discord } = await openDiscord(test);
    const logged: unknown[] = [];
    discord.setOutage(true);
    const { opening, heard } = start(test, discord, {
      log: {
        warn(details, message) {
          logged.push(details, message);
          heard.warnings.push(message);
          discord.setOutage(false);
        },
      },
    });
    expect((await opening).guildCount()).toBe(1);
    expect(heard.warnings).toEqual(['Discord cannot be reached; trying again in 1 s']);
    expect(inspect(logged, { depth: 10 })).not.toContain(discord.token);
  });

  it('stops trying when told to end', async (test) => {
    const { expect } = test;
    const { discord } = await openDiscord(test);
    discord.setOutage(true);
    const { opening, heard, ending } = start(test, discord);
    await expect.poll(() => heard.warnings).toHaveLength(1);
    ending.abort(new Error('told to end'));
    await expect(opening).rejects.toThrow();
  });

  it('reconnects with growing delays after a loss', async (test) => {
    const { expect } = test;
    const { discord, guild } = await openDiscord(test);
    const { heard } = await open(test, discord);
    discord.setOutage(true);
    await expect
      .poll(() => heard.warnings, { timeout: 10_000 })
      .toContain("Discord's gateway cannot be reached; trying again in 1 s");
    discord.setOutage(false);
    const missed = guild.addChannel({ name: 'missed' });
    missed.delete();
    await expect.poll(() => heard.channelsGone, { timeout: 10_000 }).toEqual([missed.id]);
    expect(discord.identifies()).toBe(1);
  });

  it('ends with a sentence after silence for three heartbeats', async (test) => {
    const { expect } = test;
    const { discord } = await openDiscord(test);
    const { heard } = await open(test, discord, { heartbeatMs: 200 });
    discord.setOutage(true);
    const startedAt = performance.now();
    await expect.poll(() => heard.fatal, { timeout: 3000 }).toHaveLength(1);
    expect(performance.now() - startedAt).toBeGreaterThan(450);
    expect(heard.fatal[0]).toBeInstanceOf(OperatorError);
    expect(heard.fatal[0]?.message).toContain('three heartbeats');
  });

  it("isn't silent while heartbeats are answered", async (test) => {
    const { expect } = test;
    // A busy machine may be late by half a second, after which a client would reconnect.
    const { discord } = await openDiscord(test, { heartbeatMs: 600 });
    const { heard } = await open(test, discord, { heartbeatMs: 800 });
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect(heard.fatal).toEqual([]);
  });

  it('says goodbye when it is closed', async (test) => {
    const { expect } = test;
    const { discord } = await openDiscord(test);
    const { gateway } = await open(test, discord);
    await gateway.close();
    await expect.poll(() => discord.transcript.find(/ended \(1000\)/)).toHaveLength(1);
  });
});

// Not concurrent, since it changes the clock of the process.
it('the gateway reports that anything may have been missed when it had to identify again', async (test) => {
  const { expect } = test;
  const { discord } = await openDiscord(test);
  const { heard } = await open(test, discord);
  // By the wall clock, discord.js leaves at least 5 s between two identifies.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10_000 });
  test.onTestFinished(() => void vi.useRealTimers());
  discord.dropGateway('invalid');
  await expect.poll(() => heard.changes, { timeout: 5000 }).toEqual([{}]);
  expect(discord.identifies()).toBe(2);
  // A server missing from READY isn't gone: with another bot's token, all would be.
  expect(heard.guildsGone).toEqual([]);
});

describe.concurrent('the daily identify limit', () => {
  it("isn't used up by restarting over and over", async (test) => {
    const { expect } = test;
    const { discord } = await openDiscord(test, { identifyLimits: { perDay: 12 } });
    await open(test, discord);
    await open(test, discord);
    const { heard } = start(test, discord, { heartbeatMs: 40 });
    await expect.poll(() => heard.warnings).toHaveLength(1);
    expect(heard.warnings[0]).toContain(
      'only 10 logins are left for today; the next is in 1440 min',
    );
    expect(discord.identifies()).toBe(2);
    expect(heard.fatal).toEqual([]);
  });

  it("isn't used up by failing connections, and silence is excused then", async (test) => {
    const { expect } = test;
    const { discord } = await openDiscord(test, { identifyLimits: { perDay: 11 } });
    const { heard } = await open(test, discord, { heartbeatMs: 300 });
    discord.dropGateway('invalid');
    await expect.poll(() => heard.warnings, { timeout: 5000 }).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(heard.fatal).toEqual([]);
    expect(discord.identifies()).toBe(1);
  });
});
