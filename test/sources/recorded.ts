import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../../shared/sources');

/** Whether what the services really answered lies beside this checkout. */
export const isRecorded = existsSync(folder);

if (!isRecorded) {
  process.stderr.write(
    'skipped: tests on recorded answers of services, since they are not beside this checkout\n',
  );
}

/** One recorded answer as text. */
export function recorded(path: string): string {
  return readFileSync(join(folder, path), 'utf8');
}

/** One answer of arXiv's API, recorded with its status and its bytes as Latin-1. */
export function recordedAnswer(path: string): { code: number; body: Buffer } {
  const { status_code: code, body } = JSON.parse(recorded(path)) as {
    status_code: number;
    body: string;
  };
  return { code, body: Buffer.from(body, 'latin1') };
}
