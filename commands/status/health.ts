import type { Context } from '../../src/command.ts';
import { dayOfFile } from '../../src/digest/day.ts';
import type { Problem } from '../../src/digest/types.ts';
import { relativeTime } from '../../src/messages/timestamps.ts';
import { fitText } from '../../src/messages/text.ts';
import { describeReason } from '../../src/i18n/reason.ts';
import type { TranslationKey, Translate } from '../../src/i18n/translate.ts';
import { buildStatusLines } from './build-status.ts';

/** What is holding up all deliveries right now, and why there's no newer digest. */
export function healthLines(context: Context): string[] {
  const { waitingMs, reason, storeError, running } = context.deliveryHealth();
  const { t } = context;
  const lines: string[] = [];
  if (waitingMs > 0) {
    const when = relativeTime(context.now().getTime() + waitingMs);
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
  const summary = (
    one: TranslationKey,
    several: TranslationKey,
    found: readonly Problem[],
  ): string[] => {
    const [first] = found;
    if (!first) return [];
    const problem = problemText(t, first);
    const count = found.length - 1;
    return [count > 0 ? t(several, { problem, count }) : t(one, { problem })];
  };
  const ofNewest = problems.filter(({ file }) => file === newest?.file);
  const newer = problems.filter(({ file }) => (dayOfFile(file) ?? '') > (newest?.day ?? ''));
  return [
    ...summary('health.newest', 'health.newest-more', ofNewest),
    ...summary('health.newer', 'health.newer-more', newer),
  ];
}

/** Parse errors in the archive, for the people who maintain it. */
export function archiveProblems({ archive, t }: Context): string[] {
  const problems = archive.problems();
  const shown = problems.slice(0, 5).map((problem) => problemText(t, problem));
  const more = problems.length - shown.length;
  return more > 0 ? [...shown, t('health.more', { count: more })] : shown;
}

/** The reason stays in the parser's English, because it's for people who write digests. */
function problemText(t: Translate, { file, line, reason }: Problem): string {
  return t('health.problem', { file: fitText(file, 80), line, reason: fitText(reason, 160) });
}
