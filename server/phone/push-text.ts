import { UnreadablePushError } from './adapter.ts';

/** How exchanges of this country write texts that are not UTF-8 and do not say so. */
const usualOther = 'windows-1255';

/** What a charset's name means; null for a name that nobody knows. */
function decoderOf(label: string) {
  try {
    return new TextDecoder(label, { fatal: true });
  } catch {
    return null;
  }
}

function markedAs(raw: Buffer): string | null {
  if (raw[0] === 0xff && raw[1] === 0xfe) return 'utf-16le';
  if (raw[0] === 0xfe && raw[1] === 0xff) return 'utf-16be';
  return null;
}

/**
 * The decoder of a text: as its byte order mark or its header says; else UTF-8 or, for what is none, the Hebrew code page. A
 * name in the wrong letters is better than a call that is not known.
 */
export function readerOf(raw: Buffer, mediaType: string): (bytes: Uint8Array) => string {
  const declared = /;\s*charset\s*=\s*"?([\w:.-]+)/i.exec(mediaType)?.[1];
  const first = markedAs(raw) ?? declared;
  const decoders = [first && decoderOf(first), decoderOf('utf-8'), decoderOf(usualOther)];
  return (bytes) => {
    for (const decoder of decoders) {
      if (!decoder) continue;
      try {
        return decoder.decode(bytes);
      } catch {
        // The next one may fit.
      }
    }
    throw new UnreadablePushError('the text is in no charset that is known');
  };
}
