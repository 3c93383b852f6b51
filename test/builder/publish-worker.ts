import { publish } from '../../src/builder/digest-folder.ts';

/** Publishes one day after the other into a folder until it's killed. Prints a line when it begins. */
const [directory = '', text = ''] = process.argv.slice(2);
process.stdout.write('begun\n');
for (let at = 0; ; at++) {
  const day = new Date(Date.UTC(2000, 0, 1) + at * 86_400_000).toISOString().slice(0, 10);
  await publish(directory, day, text);
}
