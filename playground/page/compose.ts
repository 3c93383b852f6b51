/**
 * The line at the bottom as values: what is being typed in it, and what can be proposed for that.
 * A slash command is written as Discord copies it: `/name subcommand option:value option:value`,
 * where a value goes on until the next option's name.
 */
import type { Choice, Command, Guild, Option } from './wire.ts';

/** One line of the list above; `insert` replaces the text from `from` to the caret. */
export interface Proposal {
  label: string;
  detail: string;
  insert: string;
}

export interface Proposals {
  title: string;
  from: number;
  items: Proposal[];
  /** Whether Enter takes the first; if not, Enter sends, and only the arrows or Tab choose. */
  eager: boolean;
  /** The option whose choices the bot has to be asked for. */
  ask?: Option;
}

/** A part of the line: the command's name, an option's name, or plain text. */
export interface Part {
  text: string;
  kind: 'command' | 'option' | 'text';
}

const NONE: Proposals = { title: '', from: 0, items: [], eager: false };

/** A command or subcommand under its whole name, `digest today`. */
interface Leaf {
  name: string;
  description: string;
  options: Option[];
}

/** Every command and subcommand that can be typed, in the order of their names. */
export function leaves(commands: Command[]): Leaf[] {
  const unfold = (name: string, description: string, options: Option[]): Leaf[] => {
    const inner = options.filter(({ type }) => type === 1 || type === 2);
    if (inner.length === 0) return [{ name, description, options }];
    return inner.flatMap((o) => unfold(`${name} ${o.name}`, o.description, o.options ?? []));
  };
  return commands
    .filter(({ type }) => type === undefined || type === 1)
    .flatMap(({ name, description, options }) => unfold(name, description, options ?? []))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The command that `text` begins with, and where its options begin. */
function readCommand(text: string, commands: Command[]): { leaf: Leaf; end: number } | undefined {
  return leaves(commands)
    .filter(({ name }) => text.startsWith(`/${name} `))
    .map((leaf) => ({ leaf, end: leaf.name.length + 2 }))
    .sort((a, b) => b.end - a.end)[0];
}

interface Given {
  option: Option;
  /** Where its name starts, and its value. */
  start: number;
  value: number;
}

/** The options that stand in `text`, in the order they were typed. */
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

/** What can be proposed for `text`, whose caret stands at its end. */
export function propose(text: string, commands: Command[], guild: Guild): Proposals {
  if (!text.startsWith('/')) return NONE;
  const read = readCommand(text, commands);
  if (read === undefined) return proposeCommands(text, commands);
  const given = readOptions(text, read.end, read.leaf.options);
  const last = given.at(-1);
  const left = read.leaf.options.filter((option) => !given.some((g) => g.option === option));
  if (last === undefined) return proposeOptions(text, read.end, left, read.leaf);
  const value = text.slice(last.value);
  const values = valuesOf(last.option, guild);
  // After a whole value, or a space in free text, another option may begin.
  if (value.endsWith(' ') && (values?.some((v) => v.insert === value) ?? value.trim() !== '')) {
    return proposeOptions(text, text.length, left, read.leaf);
  }
  const title = `${last.option.name}: ${last.option.description}`;
  if (last.option.autocomplete === true) {
    return { title, from: last.value, items: [], eager: false, ask: last.option };
  }
  if (values === undefined) {
    const word = value.lastIndexOf(' ') < 0 ? undefined : text.lastIndexOf(' ') + 1;
    const items = word === undefined ? [] : proposeOptions(text, word, left, read.leaf).items;
    return { title, from: word ?? text.length, items, eager: false };
  }
  const typed = value.trim();
  // Typed out to the end, nothing is left to choose.
  const eager = !values.some(({ label }) => label === typed);
  return { title, from: last.value, items: matching(values, typed), eager };
}

/** The bot's own choices for the option it was asked for. */
export function proposeChoices(proposals: Proposals, choices: Choice[]): Proposals {
  const items = choices.map(({ name, value }) => ({
    label: name,
    detail: String(value) === name ? '' : String(value),
    insert: `${value} `,
  }));
  return { ...proposals, items };
}

function proposeCommands(text: string, commands: Command[]): Proposals {
  const items = leaves(commands).map((leaf) => ({
    label: `/${leaf.name}`,
    detail: leaf.description,
    insert: `/${leaf.name} ${requiredFirst(leaf.options)}`,
  }));
  const found = matching(items, text.trim());
  return { title: 'Commands', from: 0, items: found, eager: true };
}

function requiredFirst(options: Option[]): string {
  const required = options.find((option) => option.required === true);
  return required === undefined ? '' : `${required.name}:`;
}

function proposeOptions(text: string, from: number, options: Option[], leaf: Leaf): Proposals {
  const typed = text.slice(from).trim();
  const items = options.map(({ name, description, required }) => ({
    label: name,
    detail: required === true ? `${description} (required)` : description,
    insert: `${name}:`,
  }));
  const found = typed === '' ? items : items.filter(({ label }) => label.startsWith(typed));
  const title = leaf.options.length === 0 ? `/${leaf.name}: ${leaf.description}` : 'Options';
  const missing = options.some(({ required }) => required === true);
  return { title, from, items: found, eager: typed !== '' || missing };
}

/** The values an option can only have one of, or undefined when anything may be typed. */
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

/** Those that begin with what was typed, then those that hold it. */
function matching(items: Proposal[], typed: string): Proposal[] {
  const bare = (text: string) => text.toLowerCase().replace(/^[/#@]/, '');
  const wanted = bare(typed);
  const starts = items.filter(({ label }) => bare(label).startsWith(wanted));
  const holds = items.filter(
    ({ label }) => !starts.some((s) => s.label === label) && bare(label).includes(wanted),
  );
  return [...starts, ...holds];
}

/** The line in parts, for colouring it while it is typed. */
export function partsOf(text: string, commands: Command[]): Part[] {
  const read = readCommand(`${text} `, commands);
  if (!text.startsWith('/') || read === undefined) return [{ text, kind: 'text' }];
  const name = Math.min(text.length, read.end - 1);
  const parts: Part[] = [{ text: text.slice(0, name), kind: 'command' }];
  let at = name;
  for (const { start, value } of readOptions(text, read.end, read.leaf.options)) {
    parts.push({ text: text.slice(at, start), kind: 'text' });
    parts.push({ text: text.slice(start, value), kind: 'option' });
    at = value;
  }
  parts.push({ text: text.slice(at), kind: 'text' });
  return parts.filter((part) => part.text !== '');
}
