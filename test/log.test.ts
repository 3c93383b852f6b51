import { describe, expect, it } from 'vitest';
import { createLog } from '../src/log.ts';

const TOKEN = 'MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDe.abcdefghijklmnopqrstuvwxyz0123456789AB';
const INTERACTION = 'aW50ZXJhY3Rpb246MTIzOnNlY3JldA_-x';

function linesOf(readable: boolean, write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(
    createLog({ level: 'info', secrets: [TOKEN], readable, write: (line) => lines.push(line) }),
  );
  return lines.join('');
}

describe.each([
  ['JSON', false],
  ['readable lines', true],
])('the log in %s', (_form, readable) => {
  it('never contains the token or an interaction token, wherever they occur', () => {
    const error = Object.assign(new Error(`failed with ${TOKEN}`), {
      url: `https://discord.com/api/v10/webhooks/123/${INTERACTION}/messages/@original`,
      request: { headers: { Authorization: `Bot ${TOKEN}` } },
      cause: new Error(`/interactions/123/${INTERACTION}/callback`),
    });
    const lines = linesOf(readable, (log) => {
      log.info({ token: TOKEN, nested: [{ deep: TOKEN }] }, `a token: ${TOKEN}`);
      log.error({ err: error }, 'failed');
      log.child({ TOKEN }).warn('child');
    });
    expect(lines).toContain('[secret]');
    expect(lines).toContain('failed');
    expect(lines).not.toContain(TOKEN);
    expect(lines).not.toContain(INTERACTION);
  });

  it('respects its level', () => {
    expect(linesOf(readable, (log) => log.debug('fine detail'))).toBe('');
  });
});

it('writes one JSON object per line', () => {
  const [line = ''] = linesOf(false, (log) => log.info({ day: '2021-05-05' }, 'hello')).split('\n');
  expect(JSON.parse(line)).toMatchObject({ level: 30, day: '2021-05-05', msg: 'hello' });
});
