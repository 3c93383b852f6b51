import type { Context } from '../src/command.ts';
import { escapeText, fitText } from '../src/embeds/text.ts';

export type Subscription = NonNullable<ReturnType<Context['subscriptions']['get']>>;

/** A role as a mention; in an answer of ours it notifies nobody. */
export const roleMention = (roleId: string): string => `<@&${roleId}>`;

/** `top 5 in cs.CV, 09:00 Europe/Berlin · mentions @readers · quiet 22:00-07:00`. */
export function settingsLine(subscription: Subscription): string {
  const { top, categories, time, timeZone, role, silent, publish, quiet } = subscription;
  // 25 categories are allowed; a page of ten channels must stay within one message.
  const which = categories.length === 0 ? '' : ` in ${fitText(categories.join(', '), 60)}`;
  return [
    `top ${top}${which}, ${time} ${escapeText(timeZone)}`,
    ...(role === undefined ? [] : [`mentions ${roleMention(role)}`]),
    ...(silent === true ? ['silent'] : []),
    ...(publish === true ? ['published'] : []),
    ...(quiet ? [`quiet ${quiet.from}-${quiet.to}`] : []),
  ].join(' · ');
}
