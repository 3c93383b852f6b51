import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inviteUrl } from '../../src/discord/permissions.ts';

it('asks for the same permissions in README as in the log', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  expect(readme).toContain(inviteUrl('APPLICATION_ID'));
});
