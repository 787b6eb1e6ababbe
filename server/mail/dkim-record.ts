import { createPublicKey, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { DkimKey } from './dkim.ts';

/** RFC 8301, 3.2: at least 2048; longer ones need records that some name servers can't serve. */
const bits = 2048;

/** A key pair: PEM, and the public half as it stands in the DNS. */
export async function newSigningKey(): Promise<{ privateKey: string; publicKey: string }> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: bits });
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  };
}

export const recordName = ({ selector, domain }: Pick<DkimKey, 'selector' | 'domain'>) =>
  `${selector}._domainkey.${domain}`;

/** RFC 6376, 3.6.1. */
export const recordValue = (publicKey: string) => `v=DKIM1; k=rsa; p=${publicKey}`;

/** Why a record does not let receivers check what is signed: codes of shared/problem-texts.ts. */
export type RecordFault =
  | 'dkim_no_record'
  | 'dkim_several_records'
  | 'dkim_other_key'
  | 'dkim_revoked'
  | 'dkim_not_dkim'
  | 'dkim_testing'
  | 'dkim_dns_failed';

/** What is wrong with the records at the key's name; null: receivers can check. */
export function faultOfRecords(records: readonly string[], publicKey: string): RecordFault | null {
  const ours = records.filter((text) => /(^|;)\s*p\s*=/i.test(text));
  const [record] = ours;
  if (record === undefined) return records.length === 0 ? 'dkim_no_record' : 'dkim_not_dkim';
  if (ours.length > 1) return 'dkim_several_records';
  const tags = tagsOf(record);
  if ((tags.get('v') ?? 'DKIM1') !== 'DKIM1' || (tags.get('k') ?? 'rsa') !== 'rsa') return 'dkim_not_dkim';
  const key = tags.get('p')?.replace(/\s/g, '') ?? '';
  if (key === '') return 'dkim_revoked';
  if (!isSameKey(key, publicKey)) return 'dkim_other_key';
  return tags.get('t')?.split(':').includes('y') ? 'dkim_testing' : null;
}

/** RFC 6376, 3.2: names and values with space around them. */
function tagsOf(record: string): Map<string, string> {
  const pairs = record.split(';').map((part) => part.split(/=(.*)/s).map((piece) => piece.trim()));
  return new Map(pairs.map(([name = '', value = '']) => [name, value]));
}

function isSameKey(found: string, publicKey: string): boolean {
  try {
    return keyOf(found).equals(keyOf(publicKey));
  } catch {
    return false;
  }
}

const keyOf = (base64: string) =>
  createPublicKey({ key: Buffer.from(base64, 'base64'), type: 'spki', format: 'der' });
