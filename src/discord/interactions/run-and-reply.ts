import { type Reply, UserError } from '../../command.ts';
import type { Translate } from '../../i18n/translate.ts';
import type { InteractionRef, InteractionResponder } from './interaction-responder.ts';

/** Discord waits 3 s for the first answer; after half of that we say that it will come. */
export const DEFER_AFTER_MS = 1500;

interface Question {
  ref: InteractionRef;
  /** Speaks the language of the one who asked. */
  t: Translate;
  /** A press can update the message it was made on; a typed command can not. */
  kind: 'call' | 'press';
  /** Whether an answer that comes late is shown to the one who asked only. */
  deferEphemeral: boolean;
  run: () => Promise<Reply>;
}

interface Parts {
  interactionResponder: InteractionResponder;
  /** Notes an unforeseen error and gives the id to find it by. */
  report: (error: unknown) => string;
  deferAfterMs?: number;
}

/**
 * Runs a question and answers it: the one place where errors end. A `UserError` is shown as its
 * sentence, anything else as one calm sentence with an id. An answer that takes long is announced
 * first, so that Discord never says that the application did not respond.
 */
export async function answer(question: Question, parts: Parts): Promise<void> {
  const { ref, kind, deferEphemeral } = question;
  const { interactionResponder, report, deferAfterMs = DEFER_AFTER_MS } = parts;

  const reply = settle(question, report);
  const late = await lateness(reply, deferAfterMs);
  if (late)
    await (kind === 'press'
      ? interactionResponder.deferUpdate(ref)
      : interactionResponder.defer(ref, deferEphemeral));

  const { message, ephemeral = false, update = false } = await reply;
  if (kind === 'press' && update)
    return late
      ? interactionResponder.edit(ref, message)
      : interactionResponder.update(ref, message);
  if (!late) return interactionResponder.reply(ref, message, ephemeral);
  if (kind === 'press') return interactionResponder.followUp(ref, message, ephemeral);
  return interactionResponder.edit(ref, message);
}

/** The reply, or the reply that says what went wrong. Never rejects. */
async function settle({ run, t }: Question, report: Parts['report']): Promise<Reply> {
  try {
    return await run();
  } catch (error) {
    const content =
      error instanceof UserError ? error.tell(t) : t('error.unforeseen', { id: report(error) });
    return { message: { content }, ephemeral: true };
  }
}

async function lateness(reply: Promise<unknown>, afterMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(true), afterMs);
  });
  const late = await Promise.race([reply.then(() => false), timeout]);
  clearTimeout(timer);
  return late;
}
