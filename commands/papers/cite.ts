import { ButtonStyle, ComponentType } from '../../src/discord/api.ts';
import { type Context, type Press, type PressHandler, UserError } from '../../src/command.ts';
import { cite, type Style } from '../../src/cite/cite.ts';
import { isDay } from '../../src/digest/day.ts';
import type { Paper } from '../../src/digest/types.ts';
import { CITE_AS } from '../../src/messages/cite-button.ts';
import { LIMITS } from '../../src/messages/limits.ts';
import type { Message, Row } from '../../src/messages/message.ts';
import type { Library } from '../../src/archive/types.ts';
import type { Say } from '../../src/i18n/translate.ts';

const STYLES: readonly { style: Style; name: string; extension: string }[] = [
  { style: 'bibtex', name: 'BibTeX', extension: 'bib' },
  { style: 'ris', name: 'RIS', extension: 'ris' },
  { style: 'markdown', name: 'Markdown', extension: 'md' },
];

/** `cite:STYLE:CITED`: references to papers, only for the user who asked. */
export const citePapers: PressHandler = async (press, context) => ({
  message: await references(press, context),
  isPrivate: true,
});

/** `cite-as:STYLE:CITED`: replaces that answer with the same references in another style. */
export const citeInOtherStyle: PressHandler = async (press, context) => ({
  message: await references(press, context),
  isUpdate: true,
});

async function references({ state }: Press, { library, memo, say }: Context): Promise<Message> {
  const [, wanted = '', shortened = ''] = /^(\w+):(.+)$/s.exec(state) ?? [];
  const style = STYLES.find((one) => one.style === wanted);
  const cited = await memo.recall(shortened);
  if (!style || cited === undefined) {
    throw new UserError((say) => say('button.too-old'));
  }
  const day = isDay(cited) ? cited : undefined;
  const ids = cited.split(',');
  const papers =
    day === undefined
      ? ids.flatMap((id) => paperOf(id, library) ?? [])
      : (library.digest(day)?.papers ?? []);
  if (papers.length === 0) throw noLongerThere(day, ids.length);

  const missing = day === undefined ? ids.length - papers.length : 0;
  return {
    ...referenceMessage(say, papers, style, day, missing),
    components: [styleButtons(style.style, shortened)],
  };
}

function paperOf(id: string, library: Library): Paper | undefined {
  return library.appearances(id)[0]?.paper;
}

function noLongerThere(day: string | undefined, count: number): UserError {
  return new UserError((say) =>
    day === undefined ? say('cite.gone', { count }) : say('cite.gone-day', { day }),
  );
}

/** A code block to copy if the references fit in one and can't break out of it; else a file. */
function referenceMessage(
  say: Say,
  papers: readonly Paper[],
  { style, name, extension }: (typeof STYLES)[number],
  day: string | undefined,
  missing: number,
): Message {
  const text = cite(papers, style);
  const missingLine = missing > 0 ? `${say('cite.missing', { count: missing })}\n` : '';
  const block = `${missingLine}\`\`\`${style}\n${text.replaceAll('\r\n', '\n')}\`\`\``;
  if (day === undefined && block.length <= LIMITS.content && !text.includes('```')) {
    return { content: block };
  }
  const values = { count: papers.length, style: name };
  const description =
    day === undefined ? say('cite.file', values) : say('cite.file-of-day', { ...values, day });
  const file = day === undefined ? fileNameOf(papers) : `papers-${day}`;
  return {
    content: missingLine + description,
    files: [{ name: `${file}.${extension}`, text }],
  };
}

const fileNameOf = ([first, second]: readonly Paper[]): string =>
  first && !second ? first.arxivId.replace('/', '-') : 'papers';

function styleButtons(shown: Style, shortened: string): Row {
  return {
    type: ComponentType.ActionRow,
    components: STYLES.map(({ style, name }) => ({
      type: ComponentType.Button,
      style: ButtonStyle.Secondary,
      label: name,
      custom_id: `${CITE_AS}:${style}:${shortened}`,
      disabled: style === shown,
    })),
  };
}
