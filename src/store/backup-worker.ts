// A thread of its own: reading a whole database would hold up whatever else the process does.
import { parentPort, workerData } from 'node:worker_threads';
import { type BackupJob, makeBackup } from './make-backup.ts';

let isStopped = false;
parentPort?.once('message', () => (isStopped = true));
parentPort?.unref();
await makeBackup(workerData as BackupJob, () => isStopped);
