import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType as Option,
} from 'discord.js';
import { limits } from '../limits.ts';
import { PersonError } from './person-error.ts';
import type { Resolver } from './resolve.ts';
import { hasName, localizedName } from './localized-name.ts';

/** An option of an interaction as the bot receives it. */
export interface OptionValue {
  name: string;
  type: number;
  value: string | number | boolean;
  focused?: true;
}

const fail = (option: { name: string }, why: string): never => {
  throw new PersonError(`${option.name}: ${why}`);
};

const chosen = (
  option: APIApplicationCommandBasicOption,
  text: string,
  locale: string,
): string | number | undefined => {
  const choices = 'choices' in option ? (option.choices ?? []) : [];
  if (choices.length === 0) return undefined;
  const choice = choices.find((one) => hasName(one, text, locale) || String(one.value) === text);
  return (
    choice?.value ??
    fail(
      option,
      `"${text}" is none of ${choices.map((one) => localizedName(one, locale)).join(', ')}`,
    )
  );
};

const readString = (
  option: APIApplicationCommandBasicOption & { type: Option.String },
  text: string,
): string => {
  const { min_length: min = 0, max_length: max = limits.command.stringOption } = option;
  if (text.length < min) fail(option, `must be at least ${min} characters`);
  if (text.length > max) fail(option, `must be at most ${max} characters`);
  return text;
};

const readNumber = (
  option: APIApplicationCommandBasicOption & { type: Option.Integer | Option.Number },
  text: string,
): number => {
  const whole = option.type === Option.Integer;
  const value = Number(text);
  if (!(whole ? /^[-+]?\d+$/ : /^[-+]?\d*\.?\d+(e[-+]?\d+)?$/i).test(text))
    fail(option, `"${text}" is not ${whole ? 'a whole number' : 'a number'}`);
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) fail(option, `"${text}" is too large`);
  if (option.min_value !== undefined && value < option.min_value)
    fail(option, `must be ${option.min_value} or more`);
  if (option.max_value !== undefined && value > option.max_value)
    fail(option, `must be ${option.max_value} or less`);
  return value;
};

const readBoolean = (option: { name: string }, text: string): boolean => {
  if (!/^(true|false)$/i.test(text)) fail(option, 'must be true or false');
  return text.toLowerCase() === 'true';
};

const readChannel = (
  option: APIApplicationCommandBasicOption & { type: Option.Channel },
  text: string,
  resolver: Resolver,
): string => {
  const channel = resolver.channel(text) ?? fail(option, `there is no channel ${text}`);
  const types: readonly number[] = option.channel_types ?? [];
  if (types.length > 0 && !types.includes(channel.type))
    fail(option, `${text} is not a kind of channel that can be chosen here`);
  return channel.id;
};

const readContent = (
  option: APIApplicationCommandBasicOption,
  text: string,
  resolver: Resolver,
  locale: string,
): OptionValue['value'] => {
  switch (option.type) {
    case Option.String:
      return chosen(option, text, locale) ?? readString(option, text);
    case Option.Integer:
    case Option.Number:
      return chosen(option, text, locale) ?? readNumber(option, text);
    case Option.Boolean:
      return readBoolean(option, text);
    case Option.Channel:
      return readChannel(option, text, resolver);
    case Option.User:
      return resolver.user(text) ?? fail(option, `there is no user ${text}`);
    case Option.Role:
      return resolver.role(text) ?? fail(option, `there is no role ${text}`);
    case Option.Mentionable:
      return resolver.user(text) ?? resolver.role(text) ?? fail(option, `there is no ${text} here`);
    case Option.Attachment:
      return fail(option, 'the playground cannot upload files as a person');
  }
};

/**
 * Converts the text typed for an option to a value of its type.
 *
 * @throws PersonError with what the client would show in red
 */
export const readOptionValue = (
  option: APIApplicationCommandBasicOption,
  text: string,
  resolver: Resolver,
  locale: string,
): OptionValue => {
  if (text === '') return fail(option, 'has no value');
  return {
    name: option.name,
    type: option.type,
    value: readContent(option, text, resolver, locale),
  };
};
