import { join } from 'node:path';

/** What a process keeps of a program it has read, the next need not read again: half of its start. */
export const COMPILED = {
  NODE_COMPILE_CACHE: join(import.meta.dirname, '../../node_modules/.cache/paperboy-compiled'),
};
