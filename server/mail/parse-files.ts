import { rawHeader } from './parse-headers.ts';
import { cleanFileName } from './parse-names.ts';
import type { Seal } from './parse-seals.ts';
import { contentOf, isSealed, type Part } from './parse-tree.ts';
import { decodeHeader, keepable } from './parse-words.ts';

export interface ParsedAttachment {
  /** Cleaned of direction controls and path parts. */
  readonly name: string;
  readonly mediaType: string;
  /** Without angle brackets. */
  readonly contentId: string | null;
  readonly isInline: boolean;
  readonly content: Buffer;
  /** It is the signature of the mail, or its encrypted words. */
  readonly seals?: Seal | null;
}

const typesByEnding: Record<string, string> = {
  bmp: 'image/bmp',
  csv: 'text/csv',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  eml: 'message/rfc822',
  gif: 'image/gif',
  heic: 'image/heic',
  htm: 'text/html',
  html: 'text/html',
  ics: 'text/calendar',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  pdf: 'application/pdf',
  png: 'image/png',
  ppt: 'application/vnd.ms-powerpoint',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  txt: 'text/plain',
  webp: 'image/webp',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  zip: 'application/zip',
};

export function isCalendar({ mediaType, fileName }: Part): boolean {
  return /^(text\/calendar|application\/ics)$/.test(mediaType) || /\.ics$/i.test(fileName);
}

export function isTnef({ mediaType, fileName }: Part): boolean {
  return /^application\/(vnd\.)?ms-tnef$/.test(mediaType) || /^winmail\.dat$/i.test(fileName);
}

/** A leaf, or a mail in the mail, as a file. `position` counts from 1 and names what has no name. */
export function attachmentOf(part: Part, position: number, isRelated: boolean): ParsedAttachment {
  const named = nameOf(part);
  const mediaType = typeOf(part.mediaType, named);
  const contentId = contentIdOf(part);
  return {
    name: cleanFileName(named, mediaType, position),
    mediaType,
    contentId,
    isInline: contentId !== null && (isRelated || part.disposition === 'inline'),
    content: contentOf(part),
  };
}

/** The type, by the name where programs say only "bytes". */
export function typeOf(mediaType: string, name: string): string {
  if (mediaType !== '' && mediaType !== 'application/octet-stream') return mediaType;
  const ending = /\.([a-z0-9]{2,5})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  return typesByEnding[ending] ?? 'application/octet-stream';
}

function nameOf(part: Part): string {
  if (part.fileName !== '') return keepable(part.fileName);
  const [nested] = isSealed(part.mediaType) ? [] : part.children;
  const subject = nested ? decodeHeader(rawHeader(nested.lines, 'subject') ?? '') : '';
  if (subject !== '') return `${subject.replace(/[/\\]/g, '-').slice(0, 100)}.eml`;
  // RFC 2557: where the thing came from; its last part is often a name.
  const location = decodeHeader(rawHeader(part.lines, 'content-location') ?? '').replace(/[?#].*$/, '');
  const last = location.split('/').at(-1) ?? '';
  return /\.[a-z0-9]{2,5}$/i.test(last) ? last : '';
}

function contentIdOf({ lines }: Part): string | null {
  const given = keepable(decodeHeader(rawHeader(lines, 'content-id') ?? ''));
  return given.replace(/^\s*<|>\s*$/g, '').slice(0, 255) || null;
}
