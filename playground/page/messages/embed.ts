/** Draws one embed, with the web components. */
import { element, webAddress } from '../ui/dom.ts';
import { colour, drawMarkdown, type Reader } from '../markdown/draw.ts';
import { now } from '../ui/clock.ts';
import { messageTime } from '../ui/time.ts';
import type { Embed } from '../api/types.ts';

export function drawEmbed(embed: Embed, reader: Reader): HTMLElement {
  const made = element('discord-embed', { slot: 'embeds' });
  if (embed.color !== undefined) made.color = colour(embed.color);
  // The component only takes plain strings for author and title; Discord's titles have Markdown.
  const { author } = embed;
  if (author !== undefined) {
    made.append(inSlot('embed-author', linked(author.url, document.createTextNode(author.name))));
  }
  if (embed.title !== undefined) {
    const place = embed.url === undefined ? 'title' : 'linked-title';
    made.append(inSlot('embed-title', linked(embed.url, drawMarkdown(embed.title, place, reader))));
  }
  if (embed.description !== undefined) {
    const description = element(
      'discord-embed-description',
      { slot: 'description', class: 'markup' },
      drawMarkdown(embed.description, 'description', reader),
    );
    made.append(description);
  }
  if (embed.fields !== undefined && embed.fields.length > 0) made.append(drawFields(embed, reader));
  // In the slot of the fields, since the component has none after them.
  if (embed.image !== undefined) {
    made.toggleAttribute('with-image', true);
    made.append(drawPicture(embed.image.url, 'embed-image', 'fields'));
  }
  if (embed.thumbnail !== undefined) {
    made.append(drawPicture(embed.thumbnail.url, 'embed-thumbnail', 'description'));
  }
  const footer = [
    embed.footer?.text,
    embed.timestamp === undefined
      ? undefined
      : messageTime(new Date(embed.timestamp), new Date(now())),
  ].filter((part) => part !== undefined);
  if (footer.length > 0) {
    made.append(element('discord-embed-footer', { slot: 'footer' }, footer.join(' • ')));
  }
  return made;
}

function inSlot(name: string, child: Node | string): HTMLElement {
  return element('div', { slot: 'description', class: name }, child);
}

/** A picture from this machine; see `pictures.ts`. Like in Discord, a click opens the original. */
function drawPicture(url: string, kind: string, slot: string): HTMLElement {
  const src = `/picture?${new URLSearchParams({ of: url }).toString()}`;
  const image = element('img', { src, alt: 'Image', width: '1200', height: '630' });
  const href = webAddress(url);
  const made =
    href === undefined
      ? element('div', { slot, class: kind }, image)
      : element(
          'a',
          { slot, class: kind, href, target: '_blank', rel: 'noopener noreferrer' },
          image,
        );
  return made;
}

function linked(url: string | undefined, child: Node): Node {
  const href = webAddress(url);
  if (href === undefined) return child;
  return element('a', { href, target: '_blank', rel: 'noopener noreferrer' }, child);
}

function drawFields(embed: Embed, reader: Reader): HTMLElement {
  const fields = embed.fields ?? [];
  const made = element('discord-embed-fields', { slot: 'fields' });
  const columns = fieldColumns(fields.map(({ inline }) => inline === true));
  const titlePlace = embed.url === undefined ? 'title' : 'linked-title';
  fields.forEach(({ name, value }, index) => {
    const field = element(
      'discord-embed-field',
      {},
      element('div', { class: 'field-name' }, drawMarkdown(name, titlePlace, reader)),
      element('div', { class: 'markup' }, drawMarkdown(value, 'field', reader)),
    );
    field.style.gridColumn = columns[index] ?? '';
    made.append(field);
  });
  return made;
}

/** Up to three inline fields share a row of twelve columns: two take half each, three a third. */
export function fieldColumns(inline: boolean[]): string[] {
  const columns: string[] = [];
  for (let start = 0; start < inline.length;) {
    let count = 0;
    while (count < 3 && inline[start + count] === true) count++;
    const width = count === 2 ? 6 : count === 3 ? 4 : 12;
    for (let i = 0; i < Math.max(1, count); i++) {
      columns.push(`${i * width + 1} / ${(i + 1) * width + 1}`);
    }
    start += Math.max(1, count);
  }
  return columns;
}
