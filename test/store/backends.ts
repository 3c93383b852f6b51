import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A kind of store as the contract wants it: fresh, empty ones, as many as it asks for. */
export interface Backend {
  /** The URL of a new empty store. */
  create(): string;
  /** Removes whatever `create` left behind; every store is closed by then. */
  dispose(): void;
}

/** Each store a file of its own in a folder of the system's temporary one. */
export function sqliteFiles(): Backend & { folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-store-'));
  return {
    folder,
    create: () => `sqlite:${join(folder, `${randomUUID()}.db`)}`,
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}
