import { createReadStream } from 'node:fs';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { mailsOfMbox } from '../server/mail/mbox.ts';

/** The mails at these paths, folders from their top to their depth, one in memory at a time. */
export async function* mailsAt(paths: readonly string[]): AsyncGenerator<Buffer> {
  for (const path of paths) {
    if ((await stat(path)).isDirectory()) yield* mailsIn(path);
    else if (await isMbox(path)) yield* mailsOfMbox(createReadStream(path));
    else yield await readFile(path);
  }
}

/** Files whose names begin with a dot or `dovecot` are a mail server's own; what a maildir has in tmp is not whole yet. */
const isAside = (name: string) =>
  /^(\.(?!\w)|\.DS_Store|dovecot|maildirsize|subscriptions|maildirfolder)/.test(name);

async function* mailsIn(folder: string): AsyncGenerator<Buffer> {
  const entries = await readdir(folder, { withFileTypes: true });
  const isMaildir = entries.some((entry) => entry.name === 'cur' && entry.isDirectory());
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    if (isAside(entry.name) || (isMaildir && entry.name === 'tmp')) continue;
    if (isMaildir && !entry.isDirectory()) continue;
    if (entry.isDirectory() || entry.isFile()) yield* mailsAt([join(folder, entry.name)]);
  }
}

async function isMbox(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(5), 0, 5, 0);
    return bytesRead === 5 && buffer.toString('latin1') === 'From ';
  } finally {
    await file.close();
  }
}
