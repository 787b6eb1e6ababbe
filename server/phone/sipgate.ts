import { type Adapter, type Push, xmlReply } from './adapter.ts';
import { readCti } from './cti.ts';
import { fieldsOf } from './fields.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<"]/g, (letter) => entities[letter] ?? letter);

/** sipgate.io push API (github.com/sipgate/sipgate.io): a form; only what the answer asks for is told further. */
export const sipgate: Adapter = {
  isGenuine: () => true,
  read: (push) => readCti(fieldsOf(push)),
  taken: (push: Push) => {
    const url = escaped(push.url);
    return xmlReply(`<Response onAnswer="${url}" onHangup="${url}"/>`);
  },
  unreadable: () => xmlReply('<Response/>'),
};
