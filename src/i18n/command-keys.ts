// The keys of commands' names and descriptions, built from their English names. The English texts
// are in the commands themselves.

/** @param part `summary` for a message command, because Discord has no description for those */
export function commandKey(command: string, part: 'name' | 'description' | 'summary'): string {
  return `command.${slug(command)}.${part}`;
}

export function optionKey(command: string, option: string, part: 'name' | 'description'): string {
  return `option.${slug(command)}.${option}.${part}`;
}

/** @param value the choice's value, not its name */
export function choiceKey(command: string, option: string, value: string | number): string {
  return `option.${slug(command)}.${option}.choice.${value}`;
}

/** `Find papers`, as message commands may be named, becomes `find-papers`. */
function slug(name: string): string {
  return name.toLowerCase().replaceAll(' ', '-');
}
