import { isSealed, type Part } from './parse-tree.ts';

/** How a mail is protected. Nothing is verified or opened: what is said is that it claims to be. */
export type Seal = 'signed' | 'encrypted';

const signature = /^application\/((x-)?pkcs7-signature|pgp-signature)$/;

/** What a part says of the mail that it belongs to (RFC 1847; RFC 8551, 3.2); null for an ordinary one. `around` is the type of its multipart. */
export function sealOf({ mediaType, parameters, children }: Part, around: string): Seal | null {
  if (around === 'multipart/encrypted') return 'encrypted';
  if (around === 'multipart/signed' && signature.test(mediaType)) return 'signed';
  if (!isSealed(mediaType)) return null;
  // One that was signed was opened (parse-cms.ts); a broken one still says what it was.
  const kind = (parameters.get('smime-type') ?? '').toLowerCase();
  if (children.length > 0 || kind === 'signed-data') return 'signed';
  return kind === 'certs-only' || kind === 'compressed-data' ? null : 'encrypted';
}

/** The same of words with their protection in them, as PGP was used before MIME (RFC 4880, 6.2 and 7). */
export function sealInText(text: string): Seal | null {
  const [, kind] = /^-----BEGIN PGP (SIGNED )?MESSAGE-----\r?$/m.exec(text.slice(0, 5000)) ?? [null, null];
  if (kind === null) return null;
  return kind === undefined ? 'encrypted' : 'signed';
}
