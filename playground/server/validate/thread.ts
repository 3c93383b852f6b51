import type { ChannelType } from 'discord.js';
import { limits } from '../limits.ts';
import { createFormErrors } from './form-errors.ts';
import { readMessage, type MessageForm } from './message.ts';
import {
  boolean,
  ignored,
  integer,
  list,
  needed,
  object,
  oneOf,
  snowflake,
  text,
  type Fields,
} from './shape.ts';

const at = limits.thread;
const shared: Fields = {
  auto_archive_duration: oneOf(at.autoArchiveMinutes),
  rate_limit_per_user: integer({ min: 0, max: at.slowmode }),
};
const name = text({ min: 1, max: at.name });
const tags = list(snowflake, { max: at.tags });

// discord.js sends a type, but the channel's kind decides.
const fromMessage = object({ ...shared, name: needed(name), type: ignored });
const alone = object({
  ...shared,
  name: needed(name),
  type: oneOf([10, 11, 12]),
  invitable: boolean,
});
const post = object({
  ...shared,
  name: needed(name),
  applied_tags: tags,
  message: needed(ignored),
});
const change = object({
  ...shared,
  name,
  archived: boolean,
  locked: boolean,
  invitable: boolean,
  applied_tags: tags,
});

export interface ThreadForm {
  name: string;
  auto_archive_duration?: number | null;
  rate_limit_per_user?: number | null;
  type?: ChannelType | null;
  applied_tags?: string[] | null;
  archived?: boolean | null;
  locked?: boolean | null;
}

const shapes = { fromMessage, alone, change };

/** The body of a request that creates or changes a thread. @throws ApiError 50035 */
export const readThread = (body: unknown, kind: keyof typeof shapes): ThreadForm => {
  const errors = createFormErrors();
  shapes[kind](body, [], errors.report);
  errors.throwIfAny();
  return body as ThreadForm;
};

/** The body of a request that creates a forum post: a thread and its first message. */
export const readPost = (body: unknown): { thread: ThreadForm; message: MessageForm } => {
  const errors = createFormErrors();
  post(body, [], errors.report);
  errors.throwIfAny();
  const thread = body as ThreadForm & { message: unknown };
  return { thread, message: readMessage(thread.message, 'create', 0, ['message']) };
};
