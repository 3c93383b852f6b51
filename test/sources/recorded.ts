import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../../shared/sources');

/** Whether recorded answers of the real services are next to this checkout. */
export const isRecorded = existsSync(folder);

if (!isRecorded) {
  process.stderr.write(
    'skipped: tests with recorded answers of services, which are not next to this checkout\n',
  );
}

/** One recorded answer as text. */
export function recorded(path: string): string {
  return readFileSync(join(folder, path), 'utf8');
}

/** A recorded answer of arXiv's API with its status; the recording has its bytes as Latin-1. */
export function recordedAnswer(path: string): { code: number; body: Buffer } {
  const { status_code: code, body } = JSON.parse(recorded(path)) as {
    status_code: number;
    body: string;
  };
  return { code, body: Buffer.from(body, 'latin1') };
}
