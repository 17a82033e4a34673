/** A table whose answer to the first write is lost, so that the SDK sends the write once more. */
import type { Table } from '../../lib/aws/table-item.ts';

/** @param commands those whose first answers are lost, each once */
export function losingAnswers({ documents, name }: Table, ...commands: readonly string[]): Table {
  const lost = new Set(commands);
  const twice = new Proxy(documents, {
    get: (target, member) => {
      if (member !== 'send') return Reflect.get(target, member);
      return async (...[command]: Parameters<typeof documents.send>) => {
        if (lost.delete(command.constructor.name)) await target.send(command);
        return target.send(command);
      };
    },
  });
  return { documents: twice, name };
}
