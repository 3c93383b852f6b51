// A separate file, since it takes as long as all other SQLite tests, and test files run in parallel.
import { sqliteFiles } from './stores.ts';
import { processContract } from './contract-processes.ts';

processContract('a SQLite file', sqliteFiles);
