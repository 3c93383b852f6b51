import { expect, it } from 'vitest';
import { readSettings } from '../../commands/subscribe/settings.ts';
import { type Context, UserError } from '../../src/command.ts';
import { english } from '../../src/i18n/translate.ts';

const read = (quiet: string) => {
  const context = { defaults: { time: '09:00', timeZone: 'UTC' }, t: english };
  const target = { guildId: '1', channelId: '100' };
  return readSettings(target, { quiet }, undefined, context as Context);
};

it.each([
  ...['late', '22', '22-', '22-25', '24:30-7', '22:60-7'],
  ...['', '٢٢-٧', '22-7-8', '7-7', '24-0'],
])('quiet hours typed as %j are refused as a mistake of the user', (typed) => {
  expect(() => read(typed)).toThrow(UserError);
});

it('quiet hours without a length are refused for that reason', () => {
  expect(() => read('7-7')).toThrow(english('quiet.empty'));
});

it('quiet hours are read with the other settings, and "off" means none', () => {
  expect(read('22-7').quiet).toEqual({ from: '22:00', to: '07:00' });
  expect(read('off')).not.toHaveProperty('quiet');
});
