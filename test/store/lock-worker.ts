// Another Paperboy, as far as the lock is concerned: takes it and keeps it, and prints when it waits
// and when it has it.
import process from 'node:process';
import { lockStore } from '../../src/store/lock.ts';

const print = (word: string): void => void process.stdout.write(`${word}\n`);

await lockStore(process.argv[2] ?? '', { onWait: () => print('waiting'), pollMs: 100 });
print('locked');
// Keeps the process running.
process.stdin.resume();
