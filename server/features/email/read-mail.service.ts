import type { Context } from '../../context.ts';
import { glanceAtMail } from '../../mail/glance.ts';
import type { ParsedMail } from '../../mail/parse.ts';
import { type MailReader, UnreadableMailError } from '../../mail/parse-pool.ts';
import { type RawItem, UnreadableItemError } from '../intake/interpret.service.ts';

/** Of a mail that is too large to be understood as a whole: its headers and, with luck, its text. */
const headBytes = 512 * 1024;

type Reader = Pick<MailReader, 'read'>;

/** The mail of a ledger row. One of more than `mostBytes` is read as far as its beginning goes, and says so. Throws UnreadableItemError. */
export async function readMailOf(
  ctx: Context,
  reader: Reader,
  item: RawItem,
  mostBytes: number,
): Promise<ParsedMail & { isOversized: boolean }> {
  const { timezone } = await ctx.lists.of(ctx.tenantId);
  const isOversized = item.raw_bytes > mostBytes;
  const raw = () =>
    isOversized ? headOf(ctx, item.raw_sha256) : ctx.files.read(ctx.tenantId, item.raw_sha256);
  const mail = await reader.read(raw, timezone).catch(async (error: unknown) => {
    if (!(error instanceof UnreadableMailError)) throw error;
    const { subject, from } = glanceAtMail(await raw());
    throw new UnreadableItemError(error, { title: subject || null, sender: from?.address || null });
  });
  if (!isOversized) return { ...mail, isOversized };
  // What of it is attached here is cut off somewhere.
  return {
    ...mail,
    text: `${notice(item.raw_bytes)}\n\n${mail.text}`,
    html: null,
    attachments: [],
    isOversized: true,
  };
}

function notice(bytes: number): string {
  const megabytes = Math.ceil(bytes / 1024 ** 2).toLocaleString('en');
  return (
    `[הודעה גדולה מאוד (${megabytes} MB): מוצגת כאן תחילתה בלבד, וכולה מצורפת כקובץ message.eml]\n` +
    `[A very large mail (${megabytes} MB): only its beginning is shown here; all of it is attached as message.eml]`
  );
}

async function headOf(ctx: Context, sha256: Buffer): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of await ctx.files.stream(ctx.tenantId, sha256)) {
    chunks.push(Buffer.from(chunk));
    bytes += chunk.length;
    if (bytes >= headBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, headBytes);
}
