import { type Reply, UserError } from '../../command.ts';
import type { Translate } from '../../i18n/translate.ts';
import type { InteractionRef, InteractionResponder } from './interaction-responder.ts';

/** Discord waits 3 s for the first response. After half of that, the reply is deferred. */
const DEFER_AFTER_MS = 1500;

/** A command or component to run, and how to reply. */
interface Invocation {
  ref: InteractionRef;
  /** Translates into the user's language. */
  t: Translate;
  /** A component can update the message it is on, a command can't. */
  kind: 'command' | 'component';
  /** Whether only the user sees a deferred reply. */
  deferEphemeral: boolean;
  run: () => Promise<Reply>;
}

interface Dependencies {
  interactionResponder: InteractionResponder;
  /** Logs an unexpected error and returns the id it was logged under. */
  report: (error: unknown) => string;
  deferAfterMs?: number;
}

/**
 * Runs a command or component and replies. All errors end here: a `UserError` is shown as its
 * sentence, anything else as a calm sentence with an id. A slow reply is deferred, so that Discord
 * never says that the application did not respond.
 */
export async function runAndReply(
  invocation: Invocation,
  { interactionResponder, report, deferAfterMs = DEFER_AFTER_MS }: Dependencies,
): Promise<void> {
  const { ref, kind, deferEphemeral } = invocation;
  const isComponent = kind === 'component';

  const reply = replyOrError(invocation, report);
  const isDeferred = await isSlowerThan(deferAfterMs, reply);
  if (isDeferred) {
    await (isComponent
      ? interactionResponder.deferUpdate(ref)
      : interactionResponder.defer(ref, deferEphemeral));
  }

  const { message, ephemeral = false, update = false } = await reply;
  if (isComponent && update) {
    return isDeferred
      ? interactionResponder.edit(ref, message)
      : interactionResponder.update(ref, message);
  }
  if (!isDeferred) return interactionResponder.reply(ref, message, ephemeral);
  if (isComponent) return interactionResponder.followUp(ref, message, ephemeral);
  return interactionResponder.edit(ref, message);
}

/** The reply, or one that says what went wrong. Never rejects. */
async function replyOrError(
  { run, t }: Invocation,
  report: Dependencies['report'],
): Promise<Reply> {
  try {
    return await run();
  } catch (error) {
    const content =
      error instanceof UserError
        ? error.translate(t)
        : t('error.unforeseen', { id: report(error) });
    return { message: { content }, ephemeral: true };
  }
}

async function isSlowerThan(ms: number, promise: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(true), ms);
  });
  const isSlower = await Promise.race([promise.then(() => false), timeout]);
  clearTimeout(timer);
  return isSlower;
}
