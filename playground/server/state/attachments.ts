import type { APIAttachment } from 'discord.js';
import type { Core } from '../core.ts';
import type { Upload } from '../http/body.ts';
import type { MessageForm } from '../validate/message.ts';
import { invalidForm } from '../validate/form-errors.ts';
import { limits } from '../limits.ts';
import type { Channel } from './types.ts';

/**
 * Stores uploaded files and returns them as attachments of a message.
 *
 * @param existing the edited message's attachments; those the form doesn't name are dropped
 * @returns undefined if the request doesn't mention attachments
 * @throws ApiError 50035 if the form names a file that wasn't sent
 */
export const storeAttachments = (
  core: Core,
  channel: Channel,
  form: MessageForm,
  files: readonly Upload[],
  existing: readonly APIAttachment[] = [],
): APIAttachment[] | undefined => {
  if (files.length === 0 && !form.attachments) return undefined;
  const described = form.attachments ?? [];
  const kept = existing.filter(
    (attachment) =>
      !form.attachments || described.some((entry) => String(entry.id) === attachment.id),
  );
  const indexOf = (file: Upload) => /^files?\[?(\d+)\]?$/.exec(file.field)?.[1] ?? '';
  described.forEach((entry, index) => {
    const id = String(entry.id);
    if (kept.some((attachment) => attachment.id === id)) return;
    if (!files.some((file) => indexOf(file) === id))
      throw invalidForm(
        ['attachments', index],
        'ATTACHMENT_NOT_FOUND',
        'Attachment data not found',
      );
  });
  const added = files.map((file): APIAttachment => {
    const entry = described.find(({ id }) => String(id) === indexOf(file));
    const id = core.nextId();
    const filename = (entry?.filename ?? file.name).replace(/\s/g, '_');
    core.state.files.set(id, { name: filename, type: file.type, bytes: file.bytes });
    const url = `${core.addresses.http}/attachments/${channel.id}/${id}/${encodeURIComponent(filename)}`;
    return {
      id,
      filename,
      size: file.bytes.length,
      url,
      proxy_url: url,
      ...(file.type === '' ? {} : { content_type: file.type }),
      ...(entry?.description === undefined ? {} : { description: entry.description }),
    };
  });
  const all = [...kept, ...added];
  if (all.length > limits.message.files)
    throw invalidForm(
      ['attachments'],
      'BASE_TYPE_MAX_LENGTH',
      `Must be ${limits.message.files} or fewer in length.`,
    );
  return all;
};
