import type { Context } from '../src/command.ts';
import { roleMention } from '../src/discord/api.ts';
import { escapeText, fitText } from '../src/embeds/text.ts';
import type { Say } from '../src/words/say.ts';

export type Subscription = NonNullable<ReturnType<Context['subscriptions']['get']>>;

/** `top 5 in cs.CV, 09:00 Europe/Berlin · mentions @readers · quiet 22:00-07:00`. */
export function settingsLine(say: Say, subscription: Subscription): string {
  const { top, categories, time, timeZone, role, silent, publish, quiet } = subscription;
  // 25 categories are allowed; a page of ten channels must stay within one message.
  const which = fitText(categories.join(', '), 60);
  const daily = { top, time, timeZone: escapeText(timeZone) };
  return [
    which === ''
      ? say('settings.top', daily)
      : say('settings.top-in', { ...daily, categories: which }),
    ...(role === undefined ? [] : [say('settings.role', { role: roleMention(role) })]),
    ...(silent === true ? [say('settings.silent')] : []),
    ...(publish === true ? [say('settings.publish')] : []),
    ...(quiet ? [say('settings.quiet', { ...quiet })] : []),
  ].join(' · ');
}
