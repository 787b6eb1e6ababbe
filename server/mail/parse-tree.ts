import { guessBoundary, splitBody } from './parse-boundary.ts';
import { signedContent } from './parse-cms.ts';
import { MailLimitError, readHead } from './parse-head.ts';
import { type HeaderLine, rawHeader } from './parse-headers.ts';
import { headerParameters } from './parse-parameters.ts';
import { decodeTransfer } from './parse-transfer.ts';

export const limits = { parts: 1000, depth: 20 } as const;
/** RFC 2046, 5.1.1 allows 70 characters. */
const longestBoundary = 250;
/** A mail in a mail is opened so many times; deeper ones are files that a mail program opens. */
const deepestMessage = 3;

/** A part of a mail (RFC 2045): its headers, and what is in it. Header values hold one character per byte. */
export interface Part {
  readonly lines: readonly HeaderLine[];
  /** In small letters, such as `text/plain`; '' when the part says none that makes sense. */
  readonly mediaType: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly disposition: string;
  /** Its name as a file, as it was given; '' for none. */
  readonly fileName: string;
  /** As it came, still encoded. */
  readonly body: Buffer;
  /** The parts of a multipart; the mail in a `message/rfc822`, or what was signed in a `pkcs7-mime`, alone. */
  readonly children: readonly Part[];
}

/** Takes a mail apart. Throws MailLimitError for more than 1,000 parts, a depth over 20 or a part with over 256 KB of headers. */
export function readTree(raw: Buffer): Part {
  return readPart(withLineFeeds(raw), { depth: 0, messages: 0, isInDigest: false, count: { parts: 0 } });
}

/** The content of a leaf, as it was before it was encoded for the way. */
export function contentOf(part: Part): Buffer {
  return decodeTransfer(part.body, rawHeader(part.lines, 'content-transfer-encoding') ?? '');
}

interface Place {
  readonly depth: number;
  readonly messages: number;
  readonly isInDigest: boolean;
  readonly count: { parts: number };
}

function readPart(bytes: Buffer, place: Place, isRoot = true): Part {
  place.count.parts += 1;
  if (place.count.parts > limits.parts) throw new MailLimitError(`more than ${limits.parts} parts`);
  if (place.depth > limits.depth) throw new MailLimitError(`parts nested deeper than ${limits.depth}`);
  const { lines, end } = readHead(bytes, isRoot);
  const type = rawHeader(lines, 'content-type') ?? '';
  const disposition = rawHeader(lines, 'content-disposition') ?? '';
  const parameters = headerParameters(type);
  const mediaType = mediaTypeOf(type) || (place.isInDigest && type === '' ? 'message/rfc822' : '');
  const part = {
    lines,
    mediaType,
    parameters,
    disposition: /^\s*"?(inline|attachment)/i.exec(disposition)?.[1]?.toLowerCase() ?? '',
    fileName: headerParameters(disposition).get('filename') || parameters.get('name') || '',
    body: bytes.subarray(end),
  };
  return { ...part, children: childrenOf(part, place) };
}

/** `type/subtype` at the beginning of a Content-Type, whatever stands behind it. */
function mediaTypeOf(type: string): string {
  const found =
    /^\s*"?([a-z0-9!#$&^_.+-]{1,100}\/[a-z0-9!#$&^_.+-]{1,100})/i.exec(type)?.[1]?.toLowerCase() ?? '';
  return found === 'image/jpg' || found === 'image/pjpeg' ? 'image/jpeg' : found;
}

function childrenOf(part: Omit<Part, 'children'>, place: Place): Part[] {
  const { mediaType } = part;
  const inside = { ...place, depth: place.depth + 1, isInDigest: mediaType === 'multipart/digest' };
  if (mediaType.startsWith('multipart/'))
    return partsOfMultipart(part).map((bytes) => readPart(bytes, inside, false));
  if (isSealed(mediaType)) {
    const signed = signedContent(contentOf({ ...part, children: [] }));
    return signed === null ? [] : [readPart(signed, inside, false)];
  }
  if (!/^message\/(rfc822|global|news)$/.test(mediaType) || place.messages >= deepestMessage) return [];
  const bytes = contentOf({ ...part, children: [] });
  return [readPart(bytes, { ...inside, messages: place.messages + 1 })];
}

/** S/MIME: what is signed, or encrypted, is inside (RFC 8551, 3.2). */
export function isSealed(mediaType: string): boolean {
  return /^application\/(x-)?pkcs7-mime$/.test(mediaType);
}

/** By the boundary that it names; by the one that it evidently uses where that leads nowhere. Empty when it has no parts. */
function partsOfMultipart({ parameters, body, lines }: Omit<Part, 'children'>): Buffer[] {
  // The encoding of a multipart is none (RFC 2045, 6.4), but some programs encode the whole.
  const encoding = rawHeader(lines, 'content-transfer-encoding') ?? '';
  const given = (parameters.get('boundary') ?? '').trimEnd();
  const named = given.length <= longestBoundary ? given : '';
  const found = named === '' ? [] : splitBody(body, named);
  if (found.length > 0) return found;
  const guessed = guessBoundary(body);
  if (guessed !== null) return splitBody(body, guessed);
  const decoded = /base64|quoted/i.test(encoding) ? decodeTransfer(body, encoding) : body;
  return named === '' || decoded === body ? [] : splitBody(decoded, named);
}

/** Old Macintosh programs ended lines by a carriage return alone. */
function withLineFeeds(raw: Buffer): Buffer {
  const beginning = raw.toString('latin1', 0, 16 * 1024);
  const returns = beginning.match(/\r(?!\n)/g)?.length ?? 0;
  const feeds = beginning.match(/\n/g)?.length ?? 0;
  if (returns <= feeds * 2) return raw;
  const mended = Buffer.from(raw);
  for (let at = 0; at < mended.length; at += 1)
    if (mended[at] === 0x0d && mended[at + 1] !== 0x0a) mended[at] = 0x0a;
  return mended;
}
