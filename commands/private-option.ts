import {
  type APIApplicationCommandBooleanOption,
  ApplicationCommandOptionType,
} from 'discord-api-types/v10';
import { PRIVATE } from '../src/command.ts';

/** For commands that answer to everyone. Whoever runs commands reads it: they need not. */
export const PRIVATE_OPTION: APIApplicationCommandBooleanOption = {
  type: ApplicationCommandOptionType.Boolean,
  name: PRIVATE,
  description: 'Only you can see the answer',
};
