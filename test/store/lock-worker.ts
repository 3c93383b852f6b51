// Another Paperboy, as far as the lock is concerned: takes it, says when it waits and when it has it, and keeps it.
import process from 'node:process';
import { lockStore } from '../../src/store/lock.ts';

const say = (word: string): void => void process.stdout.write(`${word}\n`);

await lockStore(process.argv[2] ?? '', { onWait: () => say('waiting'), pollMs: 100 });
say('locked');
// The event loop has something to wait for.
process.stdin.resume();
