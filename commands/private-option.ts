import { PRIVATE } from '../src/command.ts';
import {
  type APIApplicationCommandBooleanOption,
  ApplicationCommandOptionType,
} from '../src/discord/api.ts';

/** For commands that answer to everyone. Whoever runs commands reads it: they need not. */
export const PRIVATE_OPTION: APIApplicationCommandBooleanOption = {
  type: ApplicationCommandOptionType.Boolean,
  name: PRIVATE,
  description: 'Only you see the answer',
};
