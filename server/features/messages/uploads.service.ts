import type { BodyOf } from '../../../shared/endpoint.ts';
import { wireIdOf } from '../../../shared/id.ts';
import { type forwardMessage, inlinePictures, sendingLimits, type Upload } from '../../../shared/sending.ts';
import { type Context, requirePermission } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { picturesIn } from '../../mail/compose-pictures.ts';
import { cleanFileName } from '../../mail/parse-names.ts';
import { pictureTypeOf } from '../../mail/picture-type.ts';
import { upTo } from '../../mail/up-to.ts';
import { badFields, type FieldProblem, Problem } from '../../problem.ts';
import {
  claimUploads,
  deleteUnsent,
  discardUpload,
  insertUpload,
  namedFiles,
  type UploadRecord,
  unsentBytes,
} from './uploads.sql.ts';
import type { NewAttachment } from './write.sql.ts';

/** What one user may have lying here unsent. */
const mostUnsentBytes = 1024 * 1024 * 1024;
const day = 86_400_000;
const sweptAtOnce = 200;
const beginningBytes = 16;

export interface GivenFile {
  readonly name: string;
  readonly mediaType: string;
  readonly isInline: boolean;
  readonly content: AsyncIterable<Buffer>;
}

/**
 * Keeps a file that a mail will carry. Problems: too_large upload_too_large, bad_request upload_empty or not_a_picture, conflict
 * uploads_full, forbidden for whoever is no user.
 */
export async function addUploadOf(ctx: Context, given: GivenFile): Promise<Upload> {
  requirePermission(ctx, 'tickets:write');
  const userId = requireUser(ctx);
  if ((await unsentBytes(ctx, userId)) > mostUnsentBytes) throw new Problem('conflict', 'uploads_full');
  const { file, beginning } = await keepContent(ctx, given.content);
  const picture = pictureTypeOf(beginning);
  const isPicture = inlinePictures.some((type) => type === picture);
  if (given.isInline && !isPicture) throw badFields([{ field: 'body', code: 'not_a_picture' }]);
  const mediaType = picture ?? mediaTypeOf(given.mediaType);
  const id = newId();
  const row = {
    id,
    user_id: userId,
    file_sha256: file.sha256,
    size_bytes: file.bytes,
    name: cleanFileName(given.name, mediaType, 1),
    media_type: mediaType,
    is_inline: given.isInline,
    created_at: ctx.now(),
  };
  await insertUpload(ctx, row);
  return uploadShown(row);
}

/** Problems: not_found. */
export async function removeUploadOf(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, 'tickets:write');
  if (!(await discardUpload(ctx, id, requireUser(ctx)))) throw new Problem('not_found', 'not_found');
}

export function uploadShown(
  row: Pick<UploadRecord, 'id' | 'name' | 'media_type' | 'size_bytes' | 'is_inline'>,
): Upload {
  return {
    id: wireIdOf(row.id),
    name: row.name,
    media_type: row.media_type,
    size_bytes: row.size_bytes,
    is_inline: row.is_inline,
  };
}

type Ids = NonNullable<BodyOf<typeof forwardMessage>['attachment_ids']>;

/**
 * The user's uploads as attachments of a message that is being written, in its transaction: a picture that the text shows is part
 * of it. `already` are bytes that go along anyway. Problems: bad_request upload_unknown or not_a_picture, too_large
 * attachments_too_large.
 */
export async function attachUploads(
  ctx: Context,
  messageId: string,
  { ids, text, already = 0 }: { ids: Ids; text: string; already?: number },
): Promise<NewAttachment[]> {
  const wanted = [...new Set(ids)];
  const claimed = wanted.length === 0 ? [] : await claimUploads(ctx, messageId, wanted, requireUser(ctx));
  const byId = new Map(claimed.map((row) => [row.id, row]));
  const wrong: FieldProblem[] = ids.flatMap((id, index) =>
    byId.has(id) ? [] : [{ field: `attachment_ids.${index}`, code: 'upload_unknown' }],
  );
  const byWireId = new Map(claimed.map((row) => [wireIdOf(row.id), row]));
  const shown = new Set(picturesIn(text).map((id) => String(BigInt(id))));
  for (const id of shown) {
    const row = byWireId.get(id);
    if (!row?.is_inline) wrong.push({ field: 'text', code: row ? 'not_a_picture' : 'upload_unknown' });
  }
  if (wrong.length > 0) throw badFields(wrong);
  const bytes = claimed.reduce((sum, row) => sum + row.size_bytes, already);
  if (bytes > sendingLimits.mailBytes) throw new Problem('too_large', 'attachments_too_large');
  return wanted.flatMap((id) => byId.get(id) ?? []).map((row) => attachmentOf(row, shown));
}

function attachmentOf(row: UploadRecord, shown: ReadonlySet<string>): NewAttachment {
  const isInline = shown.has(wireIdOf(row.id));
  return {
    id: row.id,
    fileSha256: row.file_sha256,
    sizeBytes: row.size_bytes,
    name: row.name,
    mediaType: row.media_type,
    contentId: isInline ? wireIdOf(row.id) : null,
    isInline,
  };
}

/** Takes away what was uploaded and not sent, seven days later; what was thrown away, a day later. */
export async function sweepUploads(ctx: Context): Promise<number> {
  const now = ctx.now().getTime();
  const files = await deleteUnsent(ctx, {
    uploadedBefore: new Date(now - 7 * day),
    discardedBefore: new Date(now - day),
    limit: sweptAtOnce,
  });
  if (files.length === 0) return 0;
  const named = await namedFiles(ctx, files);
  for (const sha256 of files) {
    // The same content may be arriving right now, by mail or again as an upload: then its file is a new one.
    if (!named.has(sha256.toString('hex')))
      await ctx.files.discard(ctx.tenantId, sha256, new Date(now - day / 2));
  }
  return files.length;
}

function requireUser({ actor }: Context): string {
  if (actor.kind !== 'user') throw new Problem('forbidden', 'not_permitted');
  return actor.id;
}

async function keepContent(ctx: Context, content: AsyncIterable<Buffer>) {
  let beginning = Buffer.alloc(0);
  async function* read() {
    for await (const chunk of content) {
      if (beginning.length < beginningBytes)
        beginning = Buffer.concat([beginning, chunk.subarray(0, beginningBytes)]);
      yield chunk;
    }
    if (beginning.length === 0) throw new Problem('bad_request', 'upload_empty');
  }
  const limited = upTo(sendingLimits.uploadBytes, read(), () => new Problem('too_large', 'upload_too_large'));
  const file = await ctx.files.keep(ctx.tenantId, limited);
  return { file, beginning };
}

/** Programs give all sorts of things as a type: what is none would break the mail that carries it. */
function mediaTypeOf(given: string): string {
  const type = given.split(';')[0]?.trim().toLowerCase() ?? '';
  return /^[a-z0-9][\w.+-]{0,60}\/[a-z0-9][\w.+-]{0,80}$/.test(type) ? type : 'application/octet-stream';
}
