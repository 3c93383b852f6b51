import {
  type Context,
  type ComponentCall,
  type ComponentHandler,
  UserError,
} from '../../src/command.ts';
import { cite, type Style } from '../../src/cite/cite.ts';
import { isDay } from '../../src/digest/day.ts';
import type { Paper } from '../../src/digest/types.ts';
import { button, buttonRow, CITE_AS } from '../../src/messages/components.ts';
import { LIMITS } from '../../src/messages/limits.ts';
import type { Message, Row } from '../../src/messages/message.ts';
import { findPaper } from './look-up.ts';
import type { Translate } from '../../src/i18n/translate.ts';

const STYLES: readonly { style: Style; name: string; extension: string }[] = [
  { style: 'bibtex', name: 'BibTeX', extension: 'bib' },
  { style: 'ris', name: 'RIS', extension: 'ris' },
  { style: 'markdown', name: 'Markdown', extension: 'md' },
];

/** `cite:STYLE:CITED`: references to papers, only for the user who asked. */
export const citePapers: ComponentHandler = async (call, context) => ({
  message: await references(call, context),
  ephemeral: true,
});

/** `cite-as:STYLE:CITED`: replaces that answer with the same references in another style. */
export const citeInOtherStyle: ComponentHandler = async (call, context) => ({
  message: await references(call, context),
  update: true,
});

async function references({ state }: ComponentCall, context: Context): Promise<Message> {
  const { archive, customIdStore, t } = context;
  const [, wanted = '', shortened = ''] = /^(\w+):(.+)$/s.exec(state) ?? [];
  const style = STYLES.find((one) => one.style === wanted);
  const cited = await customIdStore.expand(shortened);
  if (!style || cited === undefined) {
    throw new UserError((t) => t('button.too-old'));
  }
  const day = isDay(cited) ? cited : undefined;
  const ids = cited.split(',');
  const papers =
    day === undefined ? await papersOf(ids, context) : (archive.digest(day)?.papers ?? []);
  if (papers.length === 0) throw noLongerThere(day, ids.length);

  const missing = day === undefined ? ids.length - papers.length : 0;
  return {
    ...referenceMessage(t, papers, style, day, missing),
    components: [styleButtons(style.style, shortened)],
  };
}

/** The papers with these ids; those that neither a digest nor arXiv has are left out. */
async function papersOf(ids: readonly string[], context: Context): Promise<Paper[]> {
  const all = await Promise.all(ids.map((id) => findPaper(id, context)));
  return all.flatMap((found) => (found.kind === 'found' ? found.entry.paper : []));
}

function noLongerThere(day: string | undefined, count: number): UserError {
  return new UserError((t) =>
    day === undefined ? t('cite.gone', { count }) : t('cite.gone-day', { day }),
  );
}

/** A code block to copy if the references fit in one and can't break out of it; else a file. */
function referenceMessage(
  t: Translate,
  papers: readonly Paper[],
  { style, name, extension }: (typeof STYLES)[number],
  day: string | undefined,
  missing: number,
): Message {
  const text = cite(papers, style);
  const missingLine = missing > 0 ? `${t('cite.missing', { count: missing })}\n` : '';
  const block = `${missingLine}\`\`\`${style}\n${text.replaceAll('\r\n', '\n')}\`\`\``;
  if (day === undefined && block.length <= LIMITS.content && !text.includes('```')) {
    return { content: block };
  }
  const values = { count: papers.length, style: name };
  const description =
    day === undefined ? t('cite.file', values) : t('cite.file-of-day', { ...values, day });
  const file = day === undefined ? fileNameOf(papers) : `papers-${day}`;
  return {
    content: missingLine + description,
    files: [{ name: `${file}.${extension}`, text }],
  };
}

const fileNameOf = ([first, second]: readonly Paper[]): string =>
  first && !second ? first.arxivId.replace('/', '-') : 'papers';

function styleButtons(shown: Style, shortened: string): Row {
  return buttonRow(
    STYLES.map(({ style, name }) =>
      button(name, `${CITE_AS}:${style}:${shortened}`, { disabled: style === shown }),
    ),
  );
}
