import type { Outcome, Scenario } from './trial.ts';

export const HEAD = [
  '| scenario | trials | kills | messages | duplicates | missing | posts per message (most) | 429s | seconds | remarks |',
  '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
];

const sum = (outcomes: readonly Outcome[], of: (outcome: Outcome) => number): number =>
  outcomes.reduce((total, outcome) => total + of(outcome), 0);

export const isFailure = ({ isPeer = false }: Scenario, { verdict, problems }: Outcome): boolean =>
  !isPeer && verdict.wrong.length + problems.length > 0;

/** A scenario's line of the Markdown table. */
export const rowOf = (scenario: Scenario, outcomes: readonly Outcome[]): string => {
  const messages = sum(outcomes, ({ verdict }) => verdict.messages);
  const posts = sum(outcomes, ({ verdict }) => verdict.posts);
  const most = Math.max(...outcomes.map(({ verdict }) => verdict.mostPosts));
  const remarks = outcomes.flatMap(({ notes, problems }) => [
    ...notes,
    ...problems.map((problem) => `FAILED: ${problem}`),
  ]);
  const cells = [
    scenario.title,
    outcomes.length,
    sum(outcomes, ({ kills }) => kills),
    messages,
    sum(outcomes, ({ verdict }) => verdict.duplicates),
    sum(outcomes, ({ verdict }) => verdict.missing),
    `${(posts / Math.max(1, messages)).toFixed(2)} (${most})`,
    sum(outcomes, ({ limited }) => limited),
    sum(outcomes, ({ seconds }) => seconds).toFixed(0),
    counted(remarks).join('; ').replaceAll('|', '\\|'),
  ];
  return `| ${cells.join(' | ')} |`;
};

/** Each once, with how often it was said. */
const counted = (remarks: readonly string[]): string[] => {
  const times = new Map<string, number>();
  for (const remark of remarks) times.set(remark, (times.get(remark) ?? 0) + 1);
  return [...times].map(([remark, n]) => (n > 1 ? `${n} × ${remark}` : remark));
};
