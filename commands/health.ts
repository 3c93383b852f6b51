import type { Context } from '../src/command.ts';
import { dayOfFile } from '../src/digest/file-name.ts';
import { fitText } from '../src/embeds/text.ts';
import { plural } from '../src/embeds/words.ts';
import { relative } from './show.ts';

/** What holds up deliveries everywhere at this moment. */
export function healthLines(context: Context): string[] {
  const { waitingMs, reason, storeError, running } = context.deliveryHealth();
  const lines: string[] = [];
  if (waitingMs > 0) {
    const why = reason === undefined ? '' : ` (${fitText(reason, 120)})`;
    lines.push(
      `Discord has me wait${why}: deliveries go on ${relative(context.now().getTime() + waitingMs)}.`,
    );
  }
  if (storeError !== undefined) {
    lines.push(
      'I can write nothing down just now, so I post nothing either: whoever runs me finds the ' +
        'cause in the log.',
    );
  }
  if (running) {
    lines.push(
      `I am posting right now: ${running.done.toLocaleString('en')} of ` +
        `${plural(running.channels, 'channels')} done.`,
    );
  }
  return lines;
}

/** What could not be read of the newest digest, or of a file that would be a newer one. */
export function newestProblems({ library }: Context): string[] {
  const newest = library.newest();
  const problems = library.problems();
  const tell = (what: string, found: typeof problems): string[] => {
    const [first] = found;
    if (!first) return [];
    const more = found.length > 1 ? `, and ${found.length - 1} more` : '';
    return [`${what}: ${problemWords(first)}${more}.`];
  };
  const ofNewest = problems.filter(({ file }) => file === newest?.file);
  const newer = problems.filter(({ file }) => (dayOfFile(file) ?? '') > (newest?.day ?? ''));
  return [
    ...tell('The newest digest could not be read whole', ofNewest),
    ...tell('A newer digest could not be read', newer),
  ];
}

/** What could not be read of the archive, for those who look after it. */
export function archiveProblems({ library }: Context): string[] {
  const problems = library.problems();
  const shown = problems.slice(0, 5).map(problemWords);
  const more = problems.length - shown.length;
  return more > 0 ? [...shown, `and ${more} more`] : shown;
}

function problemWords({ file, line, reason }: ReturnType<Context['library']['problems']>[number]) {
  return `${fitText(file, 80)}, line ${line}: ${fitText(reason, 160)}`;
}
