import type { Command } from '../src/command.ts';
import { findPapers } from './find-papers.ts';
import { help } from './help.ts';
import { paper } from './paper.ts';
import { papers } from './papers/papers.ts';
import { settings } from './settings.ts';
import { status } from './status/status.ts';
import { subscribe } from './subscribe/subscribe.ts';
import { subscriptions } from './subscriptions.ts';
import { unsubscribe } from './unsubscribe.ts';

/** Every command, in the order of `/help`. Dispatch and registration read the same list. */
export const commands: readonly Command[] = [
  papers,
  paper,
  findPapers,
  subscribe,
  unsubscribe,
  subscriptions,
  settings,
  status,
  help,
];
