import { type Context, type Press, type PressHandler, UserError } from '../src/command.ts';
import { cite, type Style } from '../src/cite/cite.ts';
import { isDay } from '../src/digest/day.ts';
import type { Paper } from '../src/digest/types.ts';
import { ButtonStyle, ComponentType } from '../src/discord/api.ts';
import { CITE_AS } from '../src/embeds/cite-button.ts';
import { LIMITS } from '../src/embeds/limits.ts';
import type { Message, Row } from '../src/embeds/message.ts';
import type { Say } from '../src/words/say.ts';

const STYLES: readonly { style: Style; name: string; ending: string }[] = [
  { style: 'bibtex', name: 'BibTeX', ending: 'bib' },
  { style: 'ris', name: 'RIS', ending: 'ris' },
  { style: 'markdown', name: 'Markdown', ending: 'md' },
];

/** `cite:STYLE:CITED`: references to papers, for the one who asked. */
export const citePapers: PressHandler = async (press, context) => ({
  message: await references(press, context),
  isPrivate: true,
});

/** `cite-as:STYLE:CITED`: the same in another style, in the same answer. */
export const citeInstead: PressHandler = async (press, context) => ({
  message: await references(press, context),
  isUpdate: true,
});

async function references({ state }: Press, { library, memo, say }: Context): Promise<Message> {
  const [, wanted = '', form = ''] = /^(\w+):(.+)$/s.exec(state) ?? [];
  const style = STYLES.find((one) => one.style === wanted);
  const cited = await memo.recall(form);
  if (!style || cited === undefined) {
    throw new UserError((say) => say('button.too-old'));
  }
  const day = isDay(cited) ? cited : undefined;
  const ids = cited.split(',');
  const papers =
    day === undefined
      ? ids.flatMap((id) => paperOf(id, library) ?? [])
      : (library.digest(day)?.papers ?? []);
  if (papers.length === 0) throw gone(day, ids.length);

  const missing = day === undefined ? ids.length - papers.length : 0;
  return {
    ...written(say, papers, style, day, missing),
    components: [otherStyles(style.style, form)],
  };
}

function paperOf(id: string, library: Context['library']): Paper | undefined {
  return library.appearances(id)[0]?.paper;
}

function gone(day: string | undefined, count: number): UserError {
  return new UserError((say) =>
    day === undefined ? say('cite.gone', { count }) : say('cite.gone-day', { day }),
  );
}

/** To be copied where it fits in a message and stays in its code block; a file otherwise. */
function written(
  say: Say,
  papers: readonly Paper[],
  { style, name, ending }: (typeof STYLES)[number],
  day: string | undefined,
  missing: number,
): Message {
  const text = cite(papers, style);
  const left = missing > 0 ? `${say('cite.missing', { count: missing })}\n` : '';
  const block = `${left}\`\`\`${style}\n${text.replaceAll('\r\n', '\n')}\`\`\``;
  if (day === undefined && block.length <= LIMITS.content && !text.includes('```')) {
    return { content: block };
  }
  const told = { count: papers.length, style: name };
  const what =
    day === undefined ? say('cite.file', told) : say('cite.file-of-day', { ...told, day });
  const file = day === undefined ? fileNameOf(papers) : `papers-${day}`;
  return {
    content: left + what,
    files: [{ name: `${file}.${ending}`, text }],
  };
}

const fileNameOf = ([first, second]: readonly Paper[]): string =>
  first && !second ? first.arxivId.replace('/', '-') : 'papers';

function otherStyles(shown: Style, form: string): Row {
  return {
    type: ComponentType.ActionRow,
    components: STYLES.map(({ style, name }) => ({
      type: ComponentType.Button,
      style: ButtonStyle.Secondary,
      label: name,
      custom_id: `${CITE_AS}:${style}:${form}`,
      disabled: style === shown,
    })),
  };
}
