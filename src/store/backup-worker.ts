// A separate thread, since reading a whole database would block the process.
import { parentPort, workerData } from 'node:worker_threads';
import { type BackupJob, createBackup } from './backups.ts';

let isStopped = false;
parentPort?.once('message', () => (isStopped = true));
parentPort?.unref();
await createBackup(workerData as BackupJob, () => isStopped);
