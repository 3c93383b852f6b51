import type { Core } from '../core.ts';
import type { Upload } from '../http/body.ts';
import { storeAttachments } from '../state/attachments.ts';
import type { Change } from '../state/messages.ts';
import type { Channel, Message } from '../state/types.ts';
import { refuseEmpty, type MessageForm } from '../validate/message.ts';

/** The parts of a new message. @throws ApiError 50006 if it's empty */
export const partsOf = (
  core: Core,
  channel: Channel,
  form: MessageForm,
  files: readonly Upload[],
) => {
  const parts = {
    content: form.content?.trim() ?? '',
    embeds: form.embeds ?? [],
    components: form.components ?? [],
    attachments: storeAttachments(core, channel, form, files) ?? [],
  };
  refuseEmpty(parts);
  return { ...parts, tts: form.tts ?? false, allowedMentions: form.allowed_mentions };
};

/** null empties, undefined leaves unchanged. */
const cleared = <T>(value: T[] | null | undefined): T[] | undefined =>
  value === undefined ? undefined : (value ?? []);

/** What an edit changes. @throws ApiError 50006 if the message would become empty */
export const changeOf = (
  core: Core,
  channel: Channel,
  { raw }: Message,
  form: MessageForm,
  files: readonly Upload[],
): Change => {
  const change = {
    content: form.content === undefined ? undefined : (form.content?.trim() ?? ''),
    embeds: cleared(form.embeds),
    components: cleared(form.components),
    attachments: storeAttachments(core, channel, form, files, raw.attachments),
  };
  refuseEmpty({
    content: change.content ?? raw.content,
    embeds: change.embeds ?? raw.embeds,
    components: change.components ?? raw.components ?? [],
    attachments: change.attachments ?? raw.attachments,
  });
  return { ...change, allowedMentions: form.allowed_mentions };
};
