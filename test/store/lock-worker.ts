// Another Paperboy, as far as the lock is concerned: takes it, says when it waits and when it has it, and keeps it.
import process from 'node:process';
import { lockStore } from '../../src/store/lock.ts';

const t = (word: string): void => void process.stdout.write(`${word}\n`);

await lockStore(process.argv[2] ?? '', { onWait: () => t('waiting'), pollMs: 100 });
t('locked');
// The event loop has something to wait for.
process.stdin.resume();
