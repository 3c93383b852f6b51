import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reason } from '../../src/delivery/reason.ts';
import { LANGUAGES, english, translatorFor } from '../../src/i18n/translate.ts';
import { describePermission, describeReason } from '../../src/i18n/reason.ts';
import { PERMISSIONS, REASONS } from '../support/reasons.ts';

const reasons: readonly Reason[] = Object.values(REASONS);
const german = translatorFor('de');

describe('a reason in English', () => {
  it('reads as these sentences', () => {
    const texts = reasons.map((reason) => [reason.code, describeReason(english, reason)]);
    expect(Object.fromEntries(texts)).toEqual({
      'no-digest': "there's no digest yet",
      'no-papers': 'the digest has no papers',
      'no-paper-in': 'no papers in cs.CV, stat.ML',
      'missed-too-long':
        'by then it was too old to post, and the next digest had nothing for this channel',
      unsubscribed: 'the subscription was ended in the meantime',
      'quiet-hours': "it's within the channel's quiet hours",
      unconfirmed: "it may have arrived, but I can't read the message history here to check",
      'maybe-twice':
        "it may have been posted twice, because I can't read the message history here to check",
      'not-running': "I wasn't running",
      asleep: 'the machine I run on was asleep',
      'shutting-down': 'I was shutting down',
      'internal-error': 'something went wrong on my side',
      'many-due': 'many channels were due at once',
      'had-no-access': 'I had no access to the channel until then',
      'appeared-late': "it appeared after the channel's delivery time or during its quiet hours",
      'missing-permission': "I'm missing a permission there: Send Messages or Embed Links",
      'channel-gone': 'the channel is gone',
      'channel-elsewhere': "the channel isn't in this server",
      'server-gone': "the server is gone, or I'm no longer in it",
      'message-gone': 'the message is gone',
      'thread-locked': 'the thread is locked',
      'thread-archived': 'the thread is archived',
      'wrong-channel-type': 'nobody can post in this type of channel',
      automod: "the server's AutoMod blocked it",
      'harmful-link': 'Discord considers a link in it harmful',
      discord: 'Discord says: Invalid *Form* Body',
      'discord-status': 'Discord responded with status 502',
      'discord-unreadable': "Discord responded with status 502 and something I couldn't read",
      timeout: "Discord didn't respond within 10 seconds",
      'no-answer': "Discord didn't respond",
      'no-answer-at-first': "Discord didn't respond at first",
      unreachable: "Discord couldn't be reached",
      'connection-lost': 'the connection to Discord was lost',
      'discord-down': "Discord isn't responding",
      'global-limit': 'Discord is rate-limiting all my requests for a while',
      cloudflare: 'Cloudflare is blocking my address for a while',
      'invalid-requests': 'Discord rejected 2,000 requests within ten minutes',
      'token-rejected': 'Discord rejected my token',
      'must-wait': 'I have to wait before asking Discord again',
      'waited-too-long': 'I had to wait too long for Discord',
      text: 'the moon is full',
    });
  });

  it('keeps outside text as it is, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (value) => {
        const inEnglish = (reason: Reason) => describeReason(english, reason);
        expect(inEnglish({ code: 'discord', message: value })).toBe(`Discord says: ${value}`);
        expect(inEnglish({ code: 'no-paper-in', categories: [value] })).toBe(
          `no papers in ${value}`,
        );
        expect(inEnglish({ code: 'text', text: value })).toBe(value);
      }),
    );
  });
});

describe.each(Object.values(LANGUAGES).map(([locale]) => locale))('a reason in %s', (locale) => {
  const t = translatorFor(locale);

  it('is a clause of its own for each code', () => {
    const texts = reasons.map((reason) => describeReason(t, reason));
    expect(texts.filter((text) => text === '' || /[.。{}]$/.test(text))).toEqual([]);
    expect(new Set(texts).size).toBe(reasons.length);
  });

  it('names what it holds', () => {
    expect(describeReason(t, REASONS['no-paper-in'])).toContain('cs.CV, stat.ML');
    expect(describeReason(t, REASONS.discord)).toContain('Invalid *Form* Body');
    expect(describeReason(t, REASONS.timeout)).toContain('10');
    for (const code of ['discord-status', 'discord-unreadable'] as const) {
      expect(describeReason(t, REASONS[code])).toContain('502');
    }
    const lacking = describeReason(t, REASONS['missing-permission']);
    for (const permission of REASONS['missing-permission'].anyOf) {
      expect(lacking).toContain(describePermission(t, permission));
    }
  });

  it('has a name of its own for each permission', () => {
    const names = PERMISSIONS.map((permission) => describePermission(t, permission));
    expect(new Set(names).size).toBe(PERMISSIONS.length);
    expect(names).not.toContain('');
  });
});

it("a reason and a permission are described in the reader's language", () => {
  expect(describeReason(german, { code: 'channel-gone' })).toBe('den Kanal gibt es nicht mehr');
  expect(describePermission(german, 'ViewChannel')).toBe('Kanal ansehen');
  const lacking = { code: 'missing-permission', anyOf: ['SendMessages', 'EmbedLinks'] } as const;
  expect(describeReason(german, lacking)).toBe(
    'mir fehlt dort eine Berechtigung: Nachrichten senden oder Links einbetten',
  );
});
