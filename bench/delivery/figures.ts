import type { Measured } from './measure.ts';

/** A row of the table: what others have reached, the results, and the goal. */
interface Row {
  what: string;
  others: string;
  cells: string[];
  goal: string;
}

const mb = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MB`;
const ms = (milliseconds: number | undefined): string =>
  milliseconds === undefined ? '–' : `${milliseconds.toFixed(0)} ms`;

/** The smallest value that isn't exceeded by the given share of all values. */
const percentile = (values: readonly number[], share: number): number | undefined =>
  [...values].sort((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)];

const half = (values: readonly number[]): string =>
  `${ms(percentile(values, 0.99))} (median ${ms(percentile(values, 0.5))}, max ${ms(percentile(values, 1))})`;

/** The channels with two messages and those with none. */
const wrongChannels = ({ report: { duplicates, missing } }: Measured): string =>
  `${duplicates}, ${missing}`;

/** @param runs discord.js, mark after send, Paperboy; undefined for those left out */
export const speedRows = (runs: readonly (Measured | undefined)[]): Row[] => {
  const each = (show: (run: Measured) => string): string[] =>
    runs.map((run) => (run === undefined ? '–' : show(run)));
  return [
    {
      what: 'P1 share of the limit, latency 100 to 140 ms',
      others: '0.92 to 0.95',
      cells: each((run) => `${run.share.toFixed(3)} (${run.perSecond.toFixed(1)}/s)`),
      goal: 'at least 0.95',
    },
    {
      what: 'P2 429s',
      others: '0 to 94',
      cells: each((run) => String(run.report.limited)),
      goal: '0',
    },
    {
      what: 'channels with two messages, with none',
      others: '',
      cells: each(wrongChannels),
      goal: '0, 0',
    },
  ];
};

/** @param runs discord.js, mark after send, Paperboy; undefined for those left out */
export const scaleRows = (runs: readonly (Measured | undefined)[]): Row[] => {
  const each = (show: (run: Measured) => string): string[] =>
    runs.map((run) => (run === undefined ? '–' : show(run)));
  const typed = (show: (run: Measured) => string): string[] =>
    each((run) => (run.report.typing.answerMs.length === 0 ? '–' : show(run)));
  return [
    {
      what: 'P3 share of the limit raised 20 times',
      others: '',
      cells: each((run) => `${run.share.toFixed(3)} (${run.perSecond.toFixed(0)}/s)`),
      goal: '0.90',
    },
    {
      what: 'P3 messages per CPU-second',
      others: '3,000',
      cells: each((run) => run.perCpuSecond.toFixed(0)),
      goal: '2,400',
    },
    {
      what: 'P4 peak RSS of the whole run',
      others: '+1,390 MB',
      cells: each((run) => mb(run.contender.rssMax)),
      goal: '250 MB',
    },
    {
      what: 'P5 event-loop delay p99 / max',
      others: '38 / 1,583 ms',
      cells: each((run) => `${ms(run.contender.delayP99)} / ${ms(run.contender.delayMax)}`),
      goal: '20 / 100 ms',
    },
    {
      what: 'P6 a command at the same time: first response on its way, p99',
      others: '1.9 s',
      cells: typed((run) => half(run.report.typing.callbackMs)),
      goal: '100 ms',
    },
    {
      what: 'P6 papers shown, half of the latency included, p99',
      others: '10.4 s',
      cells: typed((run) => half(run.report.typing.answerMs)),
      goal: '150 ms',
    },
    {
      what: 'P6 commands without a correct reply',
      others: '',
      cells: typed(
        ({ report: { typing } }) =>
          `${typing.unanswered} of ${typing.answerMs.length + typing.unanswered}`,
      ),
      goal: '0',
    },
    {
      what: 'P7 start to ready',
      others: '',
      cells: each((run) => ms(run.readyMs)),
      goal: '3 s',
    },
    { what: '429s', others: '', cells: each((run) => String(run.report.limited)), goal: '0' },
    {
      what: 'channels with two messages, with none',
      others: '',
      cells: each(wrongChannels),
      goal: '0, 0',
    },
    {
      what: "the loopback Discord's own event-loop delay p99 / max",
      others: '',
      cells: each((run) => `${ms(run.server.delayP99)} / ${ms(run.server.delayMax)}`),
      goal: '',
    },
  ];
};

export const table = (columns: readonly string[], rows: readonly Row[]): string =>
  [
    ['', 'others so far', ...columns, 'goal'],
    Array.from({ length: columns.length + 3 }, () => '---'),
    ...rows.map(({ what, others, cells, goal }) => [what, others, ...cells, goal]),
  ]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
