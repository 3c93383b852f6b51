import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parse } from 'dotenv';
import { describe, expect, it } from 'vitest';
import { commands } from '../commands/index.ts';
import manifest from '../package.json' with { type: 'json' };
import { parseDigest } from '../src/digest/parse.ts';
import type { BuilderState, DayRecord } from '../src/builder/schedule.ts';
import type { Run, StoredRecord } from '../src/store/deliveries.ts';
import type { StoredRestore } from '../src/store/metadata.ts';
import type {
  StoredAccessProblem,
  StoredLastDelivery,
  StoredSubscription,
} from '../src/store/subscriptions.ts';

const ROOT = join(import.meta.dirname, '..');
const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const PAGES = [
  'README.md',
  'CHANGELOG.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

/** A page without its code blocks and inline code. */
const proseOf = (page: string): string =>
  textOf(page)
    .replace(/^ *```.*?^ *```$/gms, '')
    .replace(/`[^`\n]*`/g, '');

/** The anchors that GitHub gives a page's headings. */
function anchorsOf(page: string): string[] {
  const headings = textOf(page)
    .replace(/^ *```.*?^ *```$/gms, '')
    .matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('README', () => {
  it('has at most 140 lines', () => {
    expect(textOf('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(140);
  });

  it.each(['npm ci && npm run playground', 'npm ci && npm test'])(
    'has "%s" on one line',
    (line) => {
      expect(textOf('README.md').split('\n')).toContain(line);
    },
  );

  it.each(commands.map(({ data }) => data.name))('has the command %s in its table', (name) => {
    expect(textOf('README.md')).toMatch(
      new RegExp(`^\\| (?:\`/${name}\`|\\*\\*${name}\\*\\*) `, 'm'),
    );
  });
});

describe('the documentation page', () => {
  it.each(PAGES)('%s has no broken link', (page) => {
    const links = [
      ...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g),
      ...proseOf(page).matchAll(/(?:src|srcset)="([^"]+)"/g),
    ].map(([, link = '']) => link);
    const broken = links.filter((link) => {
      if (/^https?:/.test(link)) return false;
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : relative(ROOT, join(ROOT, dirname(page), path));
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && !anchorsOf(target).includes(anchor);
    });
    expect(broken).toEqual([]);
  });
});

describe('docs/self-hosting.md', () => {
  const page = textOf('docs/self-hosting.md');

  it.each(Object.entries(parse(textOf('.env.example'))))(
    'has the setting %s with its default "%s"',
    (name, value) => {
      const cells = new RegExp(`^\\| \`${name}\` +\\| (.*?) *\\|`, 'm').exec(page);
      expect(cells?.[1]).toBe(value === '' ? '' : `\`${value}\``);
    },
  );

  it('has an ExecStart that runs the same as npm start', () => {
    const [, started] = /^ExecStart=\S+\/node (.*)$/m.exec(page) ?? [];
    expect(`node ${started ?? ''}`).toBe(manifest.scripts.start);
  });
});

describe('docs/commands.md', () => {
  const page = textOf('docs/commands.md');
  const sectionOf = (name: string): string => {
    const [, section = ''] =
      new RegExp(`^## /?${name}$(.*?)(?=^## |(?![^]))`, 'ims').exec(page) ?? [];
    return section;
  };

  it.each(commands.map(({ data }) => data))('has $name with all of its options', (data) => {
    const section = sectionOf(data.name);
    expect(section).not.toBe('');
    const options = 'options' in data ? (data.options ?? []) : [];
    const missing = options
      .map(({ name }) => name)
      .filter((name) => !section.includes(`\`${name}\``));
    expect(missing).toEqual([]);
  });
});

describe('docs/adr/README.md', () => {
  const lines = textOf('docs/adr/README.md').split('\n');
  const records = readdirSync(join(ROOT, 'docs/adr')).filter((name) => name !== 'README.md');

  it.each(records)('lists %s by its title', (name) => {
    const [heading = ''] = textOf(`docs/adr/${name}`).split('\n');
    const start = `- [${heading.replace(/^# /, '')}](${name}): `;
    expect(lines.filter((line) => line.startsWith(start))).toHaveLength(1);
  });
});

describe('CONTRIBUTING.md', () => {
  it.each([
    ['A search', 'src/search'],
    ['Building a digest', 'src/builder'],
    ['Delivering a digest', 'src/delivery'],
  ])('names only existing files under "%s"', (heading, folder) => {
    const [, section = ''] = textOf('CONTRIBUTING.md').split(`## ${heading}\n`);
    const [list = ''] = section.split('\n## ');
    const named = [...list.matchAll(/^ {4}([\w-]+\.ts) /gm)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !existsSync(join(ROOT, folder, name)))).toEqual([]);
  });
});

describe('docs/digest-format.md', () => {
  it('has an example without a problem', () => {
    const [, example = ''] =
      /^```markdown\n(.*?)^```$/ms.exec(textOf('docs/digest-format.md')) ?? [];
    const { digest, problems } = parseDigest(example, '2021-05-05.md');
    expect(problems).toEqual([]);
    expect(digest).toMatchObject({ day: '2021-05-05', papers: [{ arxivId: '2105.01601' }] });
  });
});

// TypeScript requires a line here for every stored field, and the test below one on the page.
const STORED = {
  subscription: {
    channelId: 0,
    guildId: 0,
    top: 0,
    categories: 0,
    time: 0,
    timeZone: 0,
    ownerId: 0,
    since: 0,
    role: 0,
    silent: 0,
    publish: 0,
    quiet: 0,
    style: 0,
    summary: 0,
    last: 0,
    trouble: 0,
    asked: 0,
  } satisfies Record<keyof StoredSubscription, 0>,
  last: {
    day: 0,
    at: 0,
    kind: 0,
    messageId: 0,
    reason: 0,
    isToPublish: 0,
    edition: 0,
  } satisfies Record<keyof StoredLastDelivery, 0>,
  trouble: {
    since: 0,
    day: 0,
    digests: 0,
    reason: 0,
    missing: 0,
    tellingSince: 0,
    toldAt: 0,
    told: 0,
    resumedAt: 0,
    pausedAt: 0,
  } satisfies Record<keyof StoredAccessProblem, 0>,
  delivery: {
    state: 0,
    at: 0,
    due: 0,
    messageId: 0,
    reason: 0,
    late: 0,
    edition: 0,
    away: 0,
    isShort: 0,
    style: 0,
    summary: 0,
  } satisfies Record<keyof StoredRecord, 0>,
  run: { startedAt: 0, channels: 0 } satisfies Record<keyof Run, 0>,
  builder: { since: 0, backfillFrom: 0, days: 0 } satisfies Record<keyof BuilderState, 0>,
  'builder’s day': {
    outcome: 0,
    tries: 0,
    firstTried: 0,
    lastTried: 0,
    next: 0,
    refresh: 0,
  } satisfies Record<keyof DayRecord, 0>,
  restore: { copiedAt: 0, restoredAt: 0 } satisfies Record<keyof StoredRestore, 0>,
};

describe('docs/privacy.md', () => {
  const page = textOf('docs/privacy.md');

  it.each(Object.entries(STORED))('has every field that is stored of a %s', (_what, fields) => {
    const missing = Object.keys(fields).filter((name) => !page.includes(`\`${name}\``));
    expect(missing).toEqual([]);
  });

  it('has every namespace of the store', () => {
    const code = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => textOf(join('src', name)))
      .join('\n');
    const names = [...code.matchAll(/\.keyv<[^>]+>\('(\w+)'\)/g)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !page.toLowerCase().includes(name))).toEqual([]);
  });
});
