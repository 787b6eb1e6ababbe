import { decodeText } from './charset.ts';
import { type ParsedAttachment, typeOf } from './parse-files.ts';
import { cleanFileName } from './parse-names.ts';
import { unpackRtf, wordsOfRtf } from './parse-rtf.ts';
import { tidy, type Words } from './parse-text.ts';
import { type Properties, readProperties, tag } from './parse-tnef-properties.ts';
import { keepable } from './parse-words.ts';

/** What was in a winmail.dat. */
export interface Tnef {
  readonly words: Words | null;
  readonly files: readonly ParsedAttachment[];
}

// MS-OXTNEF, 2.1.3.3
const signature = 0x223e9f78;
const attribute = {
  body: 0x800c,
  attachData: 0x800f,
  attachTitle: 0x8010,
  attachBegin: 0x9002,
  messageProperties: 0x9003,
  attachProperties: 0x9005,
  codePage: 0x9007,
} as const;
const mostFiles = 200;
const deepest = 3;

interface Attached {
  title: string;
  data: Buffer | null;
  properties: Properties;
}

/** Takes a winmail.dat apart (MS-OXTNEF); null for what is none. Reads as far as it is whole. */
export function readTnef(bytes: Buffer, depth = 1): Tnef | null {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== signature) return null;
  const message: Message = { attached: [], body: null, properties: new Map(), codePage: 1252 };
  for (const { id, value } of attributesOf(bytes)) take(message, id, value);
  const { attached, body, properties, codePage } = message;
  const opened = attached.map((one, index) => openAttached(one, { codePage, depth, position: index + 1 }));
  const words = [wordsOfProperties(properties, body, codePage), ...opened.map((one) => one.words)];
  const said = words.filter((one) => one !== null);
  return {
    words: said.length > 1 ? { text: null, html: said } : (said[0] ?? null),
    files: opened.flatMap((one) => one.files),
  };
}

interface Message {
  readonly attached: Attached[];
  body: Buffer | null;
  properties: Properties;
  codePage: number;
}

function take(message: Message, id: number, value: Buffer): void {
  const last = message.attached.at(-1);
  if (id === attribute.codePage && value.length >= 4) message.codePage = value.readUInt32LE(0);
  else if (id === attribute.body) message.body = value;
  else if (id === attribute.messageProperties) message.properties = readProperties(value);
  else if (id === attribute.attachBegin && message.attached.length < mostFiles)
    message.attached.push({ title: '', data: null, properties: new Map() });
  else if (last && id === attribute.attachTitle) last.title = textOf(value, message.codePage);
  else if (last && id === attribute.attachData) last.data = value;
  else if (last && id === attribute.attachProperties) last.properties = readProperties(value);
}

function* attributesOf(bytes: Buffer): Generator<{ id: number; value: Buffer }> {
  for (let at = 6; at + 9 <= bytes.length; ) {
    const id = bytes.readUInt32LE(at + 1) & 0xffff;
    const length = bytes.readUInt32LE(at + 5);
    const begin = at + 9;
    if (begin + length > bytes.length) return;
    yield { id, value: bytes.subarray(begin, begin + length) };
    at = begin + length + 2;
  }
}

function openAttached(
  { title, data, properties }: Attached,
  { codePage, depth, position }: { codePage: number; depth: number; position: number },
): Tnef {
  const object = properties.get(tag.attachData);
  // A message within: the identifier of its interface, then a TNEF of its own.
  const inner = object && depth < deepest ? readTnef(object.subarray(16), depth + 1) : null;
  if (inner) return inner;
  const content = data ?? object ?? null;
  if (!content) return { words: null, files: [] };
  const textAt = (key: number) =>
    textOf(properties.get(key) ?? Buffer.alloc(0), codePage, properties.isUnicode?.has(key));
  const named = textAt(tag.attachLongName) || title || textAt(tag.attachName) || textAt(tag.displayName);
  const mediaType = typeOf(
    textAt(tag.attachType)
      .toLowerCase()
      .replace(/[^\w/.+-]/g, '')
      .slice(0, 100),
    named,
  );
  const contentId = textAt(tag.attachContentId).replace(/^<|>$/g, '').slice(0, 255) || null;
  const file = {
    name: cleanFileName(named, mediaType, position),
    mediaType,
    contentId,
    isInline: false,
    content,
  };
  return { words: null, files: [file] };
}

function wordsOfProperties(properties: Properties, body: Buffer | null, codePage: number): Words | null {
  const html = properties.get(tag.bodyHtml);
  const codePageOfHtml = properties.get(tag.internetCodePage)?.readUInt32LE(0) ?? codePage;
  if (html) return { text: null, html: keepable(decodeText(html, charsetOf(codePageOfHtml))) };
  const rtf = unpackRtf(properties.get(tag.rtf) ?? Buffer.alloc(0));
  const rich = rtf && wordsOfRtf(rtf);
  if (rich?.html) return { text: null, html: keepable(rich.html) };
  const plain = properties.get(tag.body);
  const said = plain
    ? textOf(plain, codePage, properties.isUnicode?.has(tag.body))
    : body
      ? textOf(body, codePage)
      : '';
  const text = tidy(said || keepable(rich?.text ?? ''));
  return text === '' ? null : { text, html: null };
}

function textOf(bytes: Buffer, codePage: number, isUnicode = false): string {
  const text = isUnicode ? bytes.toString('utf16le') : decodeText(bytes, charsetOf(codePage));
  return keepable(text.split('\u0000', 1)[0] ?? '');
}

/** Windows code pages by their number. */
function charsetOf(codePage: number): string {
  const names: Record<number, string> = {
    65001: 'utf-8',
    28598: 'iso-8859-8',
    38598: 'iso-8859-8-i',
    20127: 'us-ascii',
    28591: 'iso-8859-1',
  };
  return names[codePage] ?? (codePage === 862 ? 'cp862' : `windows-${codePage}`);
}
