import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Keeps what must be read again but never shown: passwords and tokens of other systems. */
export interface Secrets {
  /** `owner` names what the secret belongs to; under another name it can't be opened, so a row copied elsewhere is worth nothing. */
  seal(owner: string, secret: string): Buffer;
  /** Throws SealError for what was sealed with another key, for another owner, or changed since. */
  open(owner: string, sealed: Buffer): string;
}

export class SealError extends Error {
  override readonly name = 'SealError';
}

const version = 1;
const ivBytes = 12;
const tagBytes = 16;
const markBytes = 4;

/**
 * AES-256-GCM with the given key, or with the one in `<folder>/secret.key`, which is made when it is first needed. A database
 * or a backup of it alone opens nothing.
 */
export function makeSecrets(given: string | null, folder: string): Secrets {
  let known: Key | undefined;
  const key = () => {
    known ??= keyOf(given ?? ownKey(folder));
    return known;
  };
  return {
    seal: (owner, secret) => seal(key(), owner, secret),
    open: (owner, sealed) => open(key(), owner, sealed),
  };
}

interface Key {
  readonly bytes: Buffer;
  /** Tells keys apart without telling them. */
  readonly mark: Buffer;
}

function keyOf(text: string): Key {
  const bytes = Buffer.from(hkdfSync('sha256', text, '', 'pniya secrets', 32));
  return { bytes, mark: createHash('sha256').update(bytes).digest().subarray(0, markBytes) };
}

function seal({ bytes, mark }: Key, owner: string, secret: string): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', bytes, iv).setAAD(Buffer.from(owner));
  const hidden = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.of(version), mark, iv, cipher.getAuthTag(), hidden]);
}

function open({ bytes, mark }: Key, owner: string, sealed: Buffer): string {
  const [ivAt, tagAt] = [1 + markBytes, 1 + markBytes + ivBytes];
  const hiddenAt = tagAt + tagBytes;
  if (sealed[0] !== version || sealed.length < hiddenAt)
    throw new SealError('this is nothing that was sealed');
  if (!sealed.subarray(1, ivAt).equals(mark))
    throw new SealError('sealed with another key: PNIYA_SECRET_KEY or secret.key is not the one it was');
  try {
    const decipher = createDecipheriv('aes-256-gcm', bytes, sealed.subarray(ivAt, tagAt));
    decipher.setAAD(Buffer.from(owner)).setAuthTag(sealed.subarray(tagAt, hiddenAt));
    return Buffer.concat([decipher.update(sealed.subarray(hiddenAt)), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new SealError('sealed for another owner, or changed since', { cause });
  }
}

/** The folder's key; of several processes that make one at the same time, the first one's counts. */
function ownKey(folder: string): string {
  const path = join(folder, 'secret.key');
  const there = readIfThere(path);
  if (there !== null) return there;
  mkdirSync(folder, { recursive: true });
  const mine = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(mine, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true });
    linkSync(mine, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(mine, { force: true });
  }
  return readFileSync(path, 'utf8').trim();
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
