/** A process that writes rows to the table in the directory given until it is killed; prints each row that is written. */
import { createAwsClients } from '../../lib/aws/aws-clients.ts';
import { JournalTable } from '../../lib/aws/journal-table.ts';
import { startEmulators } from '../../local/emulators.ts';

const emulators = await startEmulators({ tableDirectory: process.argv[2] ?? '' });
const { documents } = createAwsClients(emulators);
const journal = new JournalTable({ documents, name: emulators.table });
for (let index = 0; ; index++) {
  await journal.write({ vcenter: 'vc01', moref: `host-${index}`, name: `esx-${index}` });
  process.stdout.write(`${index}\n`);
}
