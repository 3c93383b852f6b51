// A file of its own, since it takes as long as all else about SQLite, and files run side by side.
import { sqliteFiles } from './stores.ts';
import { processContract } from './contract-processes.ts';

processContract('a SQLite file', sqliteFiles);
