import { type Adapter, jsonReply } from './adapter.ts';
import { readCti } from './cti.ts';
import { fieldsOf } from './fields.ts';

/**
 * Zammad's generic CTI (docs.zammad.org, Generic CTI): JSON or a form, for which many exchanges have recipes. Its address is the
 * only secret. 422 with the error for parameters that are wrong.
 */
export const generic: Adapter = {
  isGenuine: () => true,
  read: (push) => readCti(fieldsOf(push)),
  taken: () => jsonReply({}),
  unreadable: (error) => jsonReply({ error: error.message }, 422),
};
