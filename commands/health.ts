import type { Context } from '../src/command.ts';
import { dayOfFile } from '../src/digest/file-name.ts';
import { time, TimestampStyles } from '../src/discord/api.ts';
import { fitText } from '../src/embeds/text.ts';
import { clauseIn } from '../src/words/clause.ts';
import type { Key } from '../src/words/catalogue.ts';
import type { Say } from '../src/words/say.ts';
import { makingLines } from './makings.ts';

/** What holds up deliveries everywhere at this moment, and why there is no newer digest. */
export function healthLines(context: Context): string[] {
  const { waitingMs, reason, storeError, running } = context.deliveryHealth();
  const { say } = context;
  const lines: string[] = [];
  if (waitingMs > 0) {
    const when = time(new Date(context.now().getTime() + waitingMs), TimestampStyles.RelativeTime);
    lines.push(
      reason === undefined
        ? say('health.waiting', { when })
        : say('health.waiting-why', { when, reason: fitText(clauseIn(say, reason), 120) }),
    );
  }
  if (storeError !== undefined) {
    lines.push(say('health.store'));
  }
  if (running) {
    lines.push(say('health.posting', { ...running }));
  }
  return [...lines, ...makingLines(context)];
}

/** What could not be read of the newest digest, or of a file that would be a newer one. */
export function newestProblems({ library, say }: Context): string[] {
  const newest = library.newest();
  const problems = library.problems();
  const tell = (one: Key, several: Key, found: typeof problems): string[] => {
    const [first] = found;
    if (!first) return [];
    const problem = problemWords(say, first);
    const count = found.length - 1;
    return [count > 0 ? say(several, { problem, count }) : say(one, { problem })];
  };
  const ofNewest = problems.filter(({ file }) => file === newest?.file);
  const newer = problems.filter(({ file }) => (dayOfFile(file) ?? '') > (newest?.day ?? ''));
  return [
    ...tell('health.newest', 'health.newest-more', ofNewest),
    ...tell('health.newer', 'health.newer-more', newer),
  ];
}

/** What could not be read of the archive, for those who look after it. */
export function archiveProblems({ library, say }: Context): string[] {
  const problems = library.problems();
  const shown = problems.slice(0, 5).map((problem) => problemWords(say, problem));
  const more = problems.length - shown.length;
  return more > 0 ? [...shown, say('health.more', { count: more })] : shown;
}

/** The reason is the parser's, in English: it is for those who write digests. */
function problemWords(
  say: Say,
  { file, line, reason }: ReturnType<Context['library']['problems']>[number],
): string {
  return say('health.problem', { file: fitText(file, 80), line, reason: fitText(reason, 160) });
}
