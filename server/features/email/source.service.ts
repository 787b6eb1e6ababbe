import { Readable } from 'node:stream';
import type { AnswerOf } from '../../../shared/endpoint.ts';
import { wireIdOf } from '../../../shared/id.ts';
import type { readRendered } from '../../../shared/sending.ts';
import { type Context, requirePermission } from '../../context.ts';
import { directionOf } from '../../mail/compose-html.ts';
import type { ParsedMail } from '../../mail/parse.ts';
import { type MailReader, ReaderClosedError } from '../../mail/parse-pool.ts';
import { frameOf, framePolicy, linkImages } from '../../mail/sanitise.ts';
import { shownHeaders } from '../../mail/shown-headers.ts';
import { Problem } from '../../problem.ts';
import { rawOfItem } from '../intake/intake.service.ts';
import { filesOfMessage, requireMessage } from '../messages/messages.service.ts';

type Reader = Pick<MailReader, 'read'>;

const headBytes = 256 * 1024;

/**
 * A mail's raw bytes: of a received one as they came, of a sent one as they left. Problems: not_found for what is no mail, and for
 * a mail that has not been made yet.
 */
export async function openSource(ctx: Context, messageId: string) {
  const message = await requireMessage(ctx, messageId);
  const name = `message-${wireIdOf(message.id)}.eml`;
  if (message.channel !== 'email') throw new Problem('not_found', 'not_found');
  if (message.mime_sha256)
    return { name, content: await ctx.files.stream(ctx.tenantId, message.mime_sha256) };
  if (message.intake_id === null) throw new Problem('not_found', 'not_found');
  const { raw, raw_sha256: sha256 } = await rawOfItem(ctx, message.intake_id);
  const content = raw ? Readable.from([raw]) : await ctx.files.stream(ctx.tenantId, sha256);
  return { name, content };
}

/** What the recipient really got, read as a mail of somebody else's would be. Problems: not_found before it was made. */
export async function readRenderedOf(
  ctx: Context,
  reader: Reader,
  messageId: string,
): Promise<AnswerOf<typeof readRendered>> {
  const { mail, headers, html, bytes } = await sentMail(ctx, reader, messageId);
  return {
    headers,
    text: mail.text,
    html,
    attachments: mail.attachments
      .filter(({ isInline }) => !isInline)
      .map(({ name, mediaType, content }) => ({ name, media_type: mediaType, size_bytes: content.length })),
    size_bytes: bytes,
  };
}

/** The same as a document, with the policy that it must be served under. Problems: not_found. */
export async function readRenderedFrame(ctx: Context, reader: Reader, messageId: string) {
  const { html } = await sentMail(ctx, reader, messageId);
  if (html === null) throw new Problem('not_found', 'not_found');
  return { html, policy: framePolicy };
}

async function sentMail(ctx: Context, reader: Reader, messageId: string) {
  requirePermission(ctx, 'tickets:read');
  const message = await requireMessage(ctx, messageId);
  const sha256 = message.mime_sha256;
  if (!sha256) throw new Problem('not_found', 'not_found');
  const { timezone } = await ctx.lists.of(ctx.tenantId);
  let beginning = Buffer.alloc(0);
  let bytes = 0;
  const load = async () => {
    const raw = await ctx.files.read(ctx.tenantId, sha256);
    // The reader takes the bytes with it.
    beginning = Buffer.from(raw.subarray(0, headBytes));
    bytes = raw.length;
    return raw;
  };
  const mail = await reader.read(load, timezone).catch((cause: unknown) => {
    if (cause instanceof ReaderClosedError) throw new Problem('unavailable', 'unavailable', { cause });
    throw cause;
  });
  return { mail, headers: shownHeaders(beginning), html: await frameOfSent(ctx, messageId, mail), bytes };
}

/** Its pictures are the attachments that it was made of. */
async function frameOfSent(ctx: Context, messageId: string, mail: ParsedMail): Promise<string | null> {
  if (mail.html === null) return null;
  const files = await filesOfMessage(ctx, messageId);
  const linked = linkImages(mail.html, (contentId) => {
    const found = files.find(({ content_id: id }) => id !== null && contentId.startsWith(`${id}@`));
    return found ? `/api/attachments/${wireIdOf(found.id)}?inline=1` : null;
  });
  return frameOf(linked, { dir: directionOf(mail.text) });
}
