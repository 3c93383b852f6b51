import { expect } from 'vitest';
import { createSetup, formErrors, request } from './setup.ts';

/** Just inside a limit, just outside it, and where and how the outside is refused. */
export type MessageLimit = [
  name: string,
  inside: object,
  outside: object,
  path: string,
  code: string,
];

export const max = 'BASE_TYPE_MAX_LENGTH';
export const between = 'BASE_TYPE_BAD_LENGTH';
export const missing = 'BASE_TYPE_REQUIRED';

export const x = (length: number): string => 'x'.repeat(length);
export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** Expects Create Message to take what is inside a limit, and to refuse what is outside. */
export const expectLimit = async (
  ...[, inside, outside, path, code]: MessageLimit
): Promise<void> => {
  const { discord, papers } = await createSetup();
  const route = `/channels/${papers.id}/messages`;
  const taken = await request(discord, 'POST', route, inside);
  expect(taken.body).not.toHaveProperty('errors');
  expect(taken.status).toBe(200);
  const refused = await request(discord, 'POST', route, outside);
  expect(refused).toMatchObject({
    status: 400,
    body: { code: 50035, message: 'Invalid Form Body' },
  });
  expect(formErrors(refused.body)).toEqual({ [path]: [code] });
  expect(papers.messages).toHaveLength(1);
};
