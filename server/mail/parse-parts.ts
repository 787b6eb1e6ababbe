import { Transform } from 'node:stream';
import { type AttachmentStream, MailParser, type MessageText } from 'mailparser';
import { decodeText } from './charset.ts';
import type { HeaderLine } from './parse-headers.ts';
import { rawHeader } from './parse-headers.ts';
import { escapeHtml } from './sanitise-text.ts';

/** A mail that breaks a limit which no honest mail comes near. */
export class MailLimitError extends Error {
  override readonly name = 'MailLimitError';
}

export const limits = { parts: 1000, depth: 20, headerBytes: 256 * 1024 } as const;

/** An attached part before its names are read; header values hold one character per byte. */
export interface RawPart {
  readonly mediaType: string;
  readonly type: string;
  readonly disposition: string;
  readonly contentId: string | null;
  readonly isRelated: boolean;
  readonly content: Buffer;
}

export interface Parts {
  readonly lines: readonly HeaderLine[];
  readonly text: string;
  readonly html: string | null;
  readonly parts: readonly RawPart[];
}

// What mailparser calls inside for each MIME part. Its own decoding of bodies knows fewer labels than ours and believes them.
interface Inner {
  createNode(node: SplitNode): { charset?: string; headerLines: HeaderLine[]; textContent?: string };
  decoder: { decodeStream(charset: string): Transform };
}
interface SplitNode {
  readonly parentNode: SplitNode | false;
}

const options = {
  skipTextLinks: true,
  checksumAlgo: false as const,
  maxHeadSize: limits.headerBytes,
  maxChildNodes: limits.parts,
  maxHtmlLengthToParse: 5_000_000,
};

/** Takes a mail apart: the header lines of the whole, its text and HTML, and every other part. */
export function readParts(raw: Buffer): Promise<Parts> {
  return new Promise((resolve, reject) => {
    const parser = new MailParser(options);
    const headersOf = mendDecoding(parser);
    const parts: RawPart[] = [];
    let content: MessageText | undefined;
    parser.on('data', (found: AttachmentStream | MessageText) => {
      if (found.type === 'text') content = found;
      else collect(found, headersOf, (part) => parts.push(part));
    });
    parser.on('error', (error: Error) => reject(limitErrorOf(error)));
    parser.on('end', () => {
      const lines = parser.headerLines || [];
      resolve({ lines, text: tidy(content?.text ?? ''), html: content?.html ?? null, parts });
    });
    parser.end(raw);
  });
}

type HeadersOf = (attachment: AttachmentStream) => readonly HeaderLine[];

/** Has every text body decoded by our charset rules, whatever its label, and watches the depth. */
function mendDecoding(parser: MailParser): HeadersOf {
  const inner = parser as unknown as Inner;
  const create = inner.createNode.bind(parser);
  const linesByHeaders = new Map<unknown, readonly HeaderLine[]>();
  inner.createNode = (node) => {
    // A throw in here would end the process: mailparser calls it from a bare setImmediate.
    if (depthOf(node) > limits.depth)
      parser.destroy(new MailLimitError(`parts nested deeper than ${limits.depth}`));
    const made = create(node) as ReturnType<Inner['createNode']> & { headers: unknown };
    // mailparser trusts bodies without a label or labelled UTF-8; this name sends them through our decoder too.
    made.charset = `label:${made.charset ?? ''}`;
    linesByHeaders.set(made.headers, made.headerLines);
    return made;
  };
  inner.decoder = { decodeStream: (charset) => new DecodingStream(charset.slice('label:'.length)) };
  parser.textToHtml = (text) => `<div dir="auto">${escapeHtml(text).replace(/\r?\n/g, '<br>')}</div>`;
  return ({ headers }) => linesByHeaders.get(headers) ?? [];
}

function depthOf(node: SplitNode): number {
  let depth = 0;
  for (let at = node.parentNode; at; at = at.parentNode) depth += 1;
  return depth;
}

/** Gathers a body and decodes it as a whole, since what its bytes are shows only in the whole. */
class DecodingStream extends Transform {
  readonly #label: string;
  readonly #chunks: Buffer[] = [];

  constructor(label: string) {
    super();
    this.#label = label;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#chunks.push(chunk);
    done();
  }

  override _flush(done: () => void): void {
    this.push(Buffer.from(decodeText(Buffer.concat(this.#chunks), this.#label)));
    done();
  }
}

function collect(attachment: AttachmentStream, headersOf: HeadersOf, add: (part: RawPart) => void): void {
  const chunks: Buffer[] = [];
  attachment.content.on('data', (chunk: Buffer) => chunks.push(chunk));
  attachment.content.on('end', () => {
    const lines = headersOf(attachment);
    add({
      mediaType: attachment.contentType.toLowerCase().slice(0, 100),
      type: rawHeader(lines, 'content-type') ?? '',
      disposition: rawHeader(lines, 'content-disposition') ?? '',
      contentId: attachment.cid ? attachment.cid.slice(0, 255) : null,
      isRelated: attachment.related ?? false,
      content: Buffer.concat(chunks),
    });
    attachment.release?.();
  });
}

function limitErrorOf(error: Error & { code?: unknown }): Error {
  return error.code === 'EMAXLEN' ? new MailLimitError(error.message, { cause: error }) : error;
}

function tidy(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/^\n+|\s+$/g, '');
}
