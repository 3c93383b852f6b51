import {
  type APIMessage,
  type APIMessageApplicationCommandInteractionData,
  ComponentType,
} from 'discord.js';
import type { TargetMessage } from '../../command.ts';

/** What a message shows, forwarded ones too; of an older one parts may be missing. */
type Shown = Partial<Pick<APIMessage, 'content' | 'embeds' | 'components'>>;

/** The message that a command of its menu was used on, with what it forwards. */
export function messageOf(data: APIMessageApplicationCommandInteractionData): TargetMessage {
  const message = data.resolved.messages[data.target_id];
  const forwarded = (message?.message_snapshots ?? []).map((snapshot) => snapshot.message);
  const all: Shown[] = [message ?? {}, ...forwarded];
  return {
    content: all
      .flatMap(({ content = '', components }) => [content, ...textsIn(components)])
      .filter((text) => text !== '')
      .join('\n'),
    embeds: all.flatMap(({ embeds = [] }) => embeds),
  };
}

/** The texts that apps put into components in place of the content, at any depth. */
function textsIn(components: unknown): string[] {
  if (!Array.isArray(components)) return [];
  return components.flatMap((component: Record<string, unknown>) =>
    component['type'] === ComponentType.TextDisplay
      ? [String(component['content'])]
      : textsIn(component['components']),
  );
}
