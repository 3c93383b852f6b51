import type { Outcome, Scenario } from './trial.ts';

export const HEAD = [
  '| scenario | trials | kills | messages | duplicates | missing | posts per message (most) | 429s | seconds | remarks |',
  '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
];

const sum = (outcomes: readonly Outcome[], of: (outcome: Outcome) => number): number =>
  outcomes.reduce((total, outcome) => total + of(outcome), 0);

export const isFailure = ({ isPeer = false }: Scenario, { counts, problems }: Outcome): boolean =>
  !isPeer && counts.wrong.length + problems.length > 0;

/** A scenario's row of the Markdown table. */
export const rowOf = (scenario: Scenario, outcomes: readonly Outcome[]): string => {
  const messages = sum(outcomes, ({ counts }) => counts.messages);
  const posts = sum(outcomes, ({ counts }) => counts.posts);
  const most = Math.max(...outcomes.map(({ counts }) => counts.mostPosts));
  const remarks = outcomes.flatMap(({ notes, problems }) => [
    ...notes,
    ...problems.map((problem) => `FAILED: ${problem}`),
  ]);
  const cells = [
    scenario.title,
    outcomes.length,
    sum(outcomes, ({ kills }) => kills),
    messages,
    sum(outcomes, ({ counts }) => counts.duplicates),
    sum(outcomes, ({ counts }) => counts.missing),
    `${(posts / Math.max(1, messages)).toFixed(2)} (${most})`,
    sum(outcomes, ({ limited }) => limited),
    sum(outcomes, ({ seconds }) => seconds).toFixed(0),
    counted(remarks).join('; ').replaceAll('|', '\\|'),
  ];
  return `| ${cells.join(' | ')} |`;
};

/** Each remark once, with how often it occurred. */
const counted = (remarks: readonly string[]): string[] => {
  const times = new Map<string, number>();
  for (const remark of remarks) times.set(remark, (times.get(remark) ?? 0) + 1);
  return [...times].map(([remark, n]) => (n > 1 ? `${n} × ${remark}` : remark));
};
