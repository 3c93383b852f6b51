/**
 * Understands the input line: what's being typed, and what to propose for it. A slash command is
 * written as Discord copies it, `/name subcommand option:value option:value`, where a value ends at
 * the next option's name.
 */
import type { Choice, Command, Guild, Option } from '../api/types.ts';

/** A line of the list; `insert` replaces the text from `from` to the caret. */
export interface Proposal {
  label: string;
  detail: string;
  insert: string;
}

export interface Proposals {
  title: string;
  from: number;
  items: Proposal[];
  /** Whether Enter accepts the first. If not, Enter sends, and only the arrows or Tab choose. */
  eager: boolean;
  /** The option that needs the bot's autocomplete choices. */
  ask?: Option;
}

/** A part of the line: the command's name, an option's name, or plain text. */
interface Part {
  text: string;
  kind: 'command' | 'option' | 'text';
}

const NONE: Proposals = { title: '', from: 0, items: [], eager: false };

/** A command or subcommand with its full name, `digest today`. */
interface TypedCommand {
  name: string;
  description: string;
  options: Option[];
}

/** Every command and subcommand that can be typed, sorted by name. */
function typedCommands(commands: Command[]): TypedCommand[] {
  const unfold = (name: string, description: string, options: Option[]): TypedCommand[] => {
    const inner = options.filter(({ type }) => type === 1 || type === 2);
    if (inner.length === 0) return [{ name, description, options }];
    return inner.flatMap((o) => unfold(`${name} ${o.name}`, o.description, o.options ?? []));
  };
  return commands
    .filter(({ type }) => type === undefined || type === 1)
    .flatMap(({ name, description, options }) => unfold(name, description, options ?? []))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The command that `text` starts with, and where its options begin. */
function readCommand(
  text: string,
  commands: Command[],
): { command: TypedCommand; end: number } | undefined {
  return typedCommands(commands)
    .filter(({ name }) => text.startsWith(`/${name} `))
    .map((command) => ({ command, end: command.name.length + 2 }))
    .sort((a, b) => b.end - a.end)[0];
}

interface Given {
  option: Option;
  /** Where its name and its value start. */
  start: number;
  value: number;
}

/** The options in `text`, in the order they were typed. */
function readOptions(text: string, from: number, options: Option[]): Given[] {
  const given: Given[] = [];
  const names = new Map(options.map((option) => [option.name, option]));
  for (const match of text.slice(from - 1).matchAll(/(?<= )([^\s:]+):/g)) {
    const option = names.get(match[1] ?? '');
    if (option === undefined || given.some((other) => other.option === option)) continue;
    const start = from - 1 + match.index;
    given.push({ option, start, value: start + match[0].length });
  }
  return given;
}

/** What to propose for `text`, with the caret at its end. */
export function propose(text: string, commands: Command[], guild: Guild): Proposals {
  if (!text.startsWith('/')) return NONE;
  const read = readCommand(text, commands);
  if (read === undefined) return proposeCommands(text, commands);
  const given = readOptions(text, read.end, read.command.options);
  const last = given.at(-1);
  const left = read.command.options.filter((option) => !given.some((g) => g.option === option));
  if (last === undefined) return proposeOptions(text, read.end, left, read.command);
  const value = text.slice(last.value);
  const values = valuesOf(last.option, guild);
  // After a complete value, or a space in free text, another option may begin.
  if (value.endsWith(' ') && (values?.some((v) => v.insert === value) ?? value.trim() !== '')) {
    return proposeOptions(text, text.length, left, read.command);
  }
  const title = `${last.option.name}: ${last.option.description}`;
  if (last.option.autocomplete === true) {
    return { title, from: last.value, items: [], eager: false, ask: last.option };
  }
  if (values === undefined) {
    const word = value.lastIndexOf(' ') < 0 ? undefined : text.lastIndexOf(' ') + 1;
    const items = word === undefined ? [] : proposeOptions(text, word, left, read.command).items;
    return { title, from: word ?? text.length, items, eager: false };
  }
  const typed = value.trim();
  // When a value is fully typed, there's nothing left to choose.
  const eager = !values.some(({ label }) => label === typed);
  return { title, from: last.value, items: matching(values, typed), eager };
}

/** The same with the bot's choices for the option. */
export function proposeChoices(proposals: Proposals, choices: Choice[]): Proposals {
  const items = choices.map(({ name, value }) => ({
    label: name,
    detail: String(value) === name ? '' : String(value),
    insert: `${value} `,
  }));
  return { ...proposals, items };
}

function proposeCommands(text: string, commands: Command[]): Proposals {
  const items = typedCommands(commands).map((command) => ({
    label: `/${command.name}`,
    detail: command.description,
    insert: `/${command.name} ${requiredFirst(command.options)}`,
  }));
  const found = matching(items, text.trim());
  return { title: 'Commands', from: 0, items: found, eager: true };
}

function requiredFirst(options: Option[]): string {
  const required = options.find((option) => option.required === true);
  return required === undefined ? '' : `${required.name}:`;
}

function proposeOptions(
  text: string,
  from: number,
  options: Option[],
  command: TypedCommand,
): Proposals {
  const typed = text.slice(from).trim();
  const items = options.map(({ name, description, required }) => ({
    label: name,
    detail: required === true ? `${description} (required)` : description,
    insert: `${name}:`,
  }));
  const found = typed === '' ? items : items.filter(({ label }) => label.startsWith(typed));
  const title =
    command.options.length === 0 ? `/${command.name}: ${command.description}` : 'Options';
  const missing = options.some(({ required }) => required === true);
  return { title, from, items: found, eager: typed !== '' || missing };
}

/** The only values an option can have; undefined if anything may be typed. */
function valuesOf(option: Option, guild: Guild): Proposal[] | undefined {
  const listed = (label: string, detail = '') => ({ label, detail, insert: `${label} ` });
  const channels = guild.channels
    .filter(({ type }) => option.channel_types?.includes(type) ?? true)
    .map(({ name }) => listed(`#${name}`));
  const people = guild.members.map(({ name, bot }) => listed(`@${name}`, bot ? 'App' : ''));
  const roles = guild.roles.map(({ name }) => listed(`@${name.replace(/^@/, '')}`, 'Role'));
  if (option.choices !== undefined) return option.choices.map(({ name }) => listed(name));
  if (option.type === 5) return [listed('True'), listed('False')];
  if (option.type === 6) return people;
  if (option.type === 7) return channels;
  if (option.type === 8) return roles;
  return option.type === 9 ? [...people, ...roles] : undefined;
}

/** The items that start with the typed text, then those that contain it. */
function matching(items: Proposal[], typed: string): Proposal[] {
  const bare = (text: string) => text.toLowerCase().replace(/^[/#@]/, '');
  const wanted = bare(typed);
  const starts = items.filter(({ label }) => bare(label).startsWith(wanted));
  const holds = items.filter(
    ({ label }) => !starts.some((s) => s.label === label) && bare(label).includes(wanted),
  );
  return [...starts, ...holds];
}

/** The line in parts, for colouring it as it's typed. */
export function partsOf(text: string, commands: Command[]): Part[] {
  const read = readCommand(`${text} `, commands);
  if (!text.startsWith('/') || read === undefined) return [{ text, kind: 'text' }];
  const name = Math.min(text.length, read.end - 1);
  const parts: Part[] = [{ text: text.slice(0, name), kind: 'command' }];
  let at = name;
  for (const { start, value } of readOptions(text, read.end, read.command.options)) {
    parts.push({ text: text.slice(at, start), kind: 'text' });
    parts.push({ text: text.slice(start, value), kind: 'option' });
    at = value;
  }
  parts.push({ text: text.slice(at), kind: 'text' });
  return parts.filter((part) => part.text !== '');
}
