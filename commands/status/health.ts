import type { Context } from '../../src/command.ts';
import { dayOfFile } from '../../src/digest/day.ts';
import type { Problem } from '../../src/digest/types.ts';
import { relative } from '../../src/messages/formatters.ts';
import { fitText } from '../../src/messages/text.ts';
import { describeReason } from '../../src/i18n/reason.ts';
import type { Key } from '../../src/i18n/catalogue.ts';
import type { Translate } from '../../src/i18n/translate.ts';
import { buildStatusLines } from './build-status.ts';

/** What is holding up all deliveries right now, and why there is no newer digest. */
export function healthLines(context: Context): string[] {
  const { waitingMs, reason, storeError, running } = context.deliveryHealth();
  const { t } = context;
  const lines: string[] = [];
  if (waitingMs > 0) {
    const when = relative(context.now().getTime() + waitingMs);
    lines.push(
      reason === undefined
        ? t('health.waiting', { when })
        : t('health.waiting-why', { when, reason: fitText(describeReason(t, reason), 120) }),
    );
  }
  if (storeError !== undefined) {
    lines.push(t('health.store'));
  }
  if (running) {
    lines.push(t('health.posting', { ...running }));
  }
  return [...lines, ...buildStatusLines(context)];
}

/** Parse errors in the newest digest, and in files that would be a newer one. */
export function newestProblems({ archive, t }: Context): string[] {
  const newest = archive.newest();
  const problems = archive.problems();
  const tell = (one: Key, several: Key, found: readonly Problem[]): string[] => {
    const [first] = found;
    if (!first) return [];
    const problem = problemText(t, first);
    const count = found.length - 1;
    return [count > 0 ? t(several, { problem, count }) : t(one, { problem })];
  };
  const ofNewest = problems.filter(({ file }) => file === newest?.file);
  const newer = problems.filter(({ file }) => (dayOfFile(file) ?? '') > (newest?.day ?? ''));
  return [
    ...tell('health.newest', 'health.newest-more', ofNewest),
    ...tell('health.newer', 'health.newer-more', newer),
  ];
}

/** Parse errors in the archive, for the people who maintain it. */
export function archiveProblems({ archive, t }: Context): string[] {
  const problems = archive.problems();
  const shown = problems.slice(0, 5).map((problem) => problemText(t, problem));
  const more = problems.length - shown.length;
  return more > 0 ? [...shown, t('health.more', { count: more })] : shown;
}

/** The reason stays in the parser's English: it is for people who write digests. */
function problemText(t: Translate, { file, line, reason }: Problem): string {
  return t('health.problem', { file: fitText(file, 80), line, reason: fitText(reason, 160) });
}
