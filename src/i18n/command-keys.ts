/**
 * The keys of what commands are called, put together from their English names: the English itself
 * stands in the commands.
 */

/** @param part `summary` for a command of a menu, which has no description */
export function commandKey(command: string, part: 'name' | 'description' | 'summary'): string {
  return `command.${slug(command)}.${part}`;
}

export function optionKey(command: string, option: string, part: 'name' | 'description'): string {
  return `option.${slug(command)}.${option}.${part}`;
}

/** @param value what stands behind the choice, not what it is called */
export function choiceKey(command: string, option: string, value: string | number): string {
  return `option.${slug(command)}.${option}.choice.${value}`;
}

/** `Find papers`, as a command of a menu may be called, as `find-papers`. */
function slug(name: string): string {
  return name.toLowerCase().replaceAll(' ', '-');
}
