/** `<#id>`: Discord shows it as a link with the channel's name. */
export const channelMention = (channelId: string): string => `<#${channelId}>`;

/** `<@&id>`: Discord shows the role's name. It notifies nobody unless the message allows it. */
export const roleMention = (roleId: string): string => `<@&${roleId}>`;

const stamp = (at: Date | number, style: string): string =>
  `<t:${Math.floor(Number(at) / 1000)}:${style}>`;

/** An instant by the reader's own clock: "Wednesday, 5 May 2021 09:00". */
export const inFull = (at: Date | number): string => stamp(at, 'F');

/** The same in fewer words: "5 May 2021 09:00". */
export const inShort = (at: Date | number): string => stamp(at, 'f');

/** The day of an instant by the reader's own clock: "5 May 2021". */
export const onDay = (at: Date | number): string => stamp(at, 'D');

/** An instant as seen from the reader's now: "in 3 hours". */
export const relative = (at: Date | number): string => stamp(at, 'R');

/** The address of a message. */
export const messageLink = (guildId: string, channelId: string, messageId: string): string =>
  `https://discord.com/channels/${guildId}/${channelId}/${messageId}`;
