import { readInvitation } from './parse-calendar.ts';
import { attachmentOf, isCalendar, isTnef, type ParsedAttachment } from './parse-files.ts';
import { messageBlock } from './parse-nested.ts';
import { sealOf } from './parse-seals.ts';
import { isWords, type Words, wordsOf } from './parse-text.ts';
import { readTnef } from './parse-tnef.ts';
import { contentOf, isSealed, type Part } from './parse-tree.ts';

/** What a mail says and brings, in the order of its parts. */
export interface Content {
  readonly words: Words[];
  readonly files: ParsedAttachment[];
}

interface Gathered extends Content {
  /** Said beside the words, such as when an invitation is for. */
  readonly notes: Words[];
  /** Words to show where a mail has no others. */
  readonly spare: Words[];
}

interface Surroundings {
  /** Inside a multipart/related: pictures belong to the HTML. */
  readonly isRelated: boolean;
  /** A delivery report brings back the mail that it is about, which is nobody's word. */
  readonly isReport: boolean;
  /** Parts that say the same in another form. */
  readonly isAlternative: boolean;
  /** The type of the multipart. */
  readonly type: string;
  readonly timezone: string;
}

/** `timezone` (IANA) is where the mail is read. */
export function gatherContent(root: Part, timezone: string): Content {
  const into = empty();
  gather(root, into, { isRelated: false, isReport: false, isAlternative: false, type: '', timezone });
  const { words, notes, spare, files } = into;
  return { words: [...(words.some(isSaying) ? words : spare), ...notes], files };
}

function empty(): Gathered {
  return { words: [], notes: [], spare: [], files: [] };
}

function isSaying({ text, html }: Words): boolean {
  return html !== null || (text ?? '').trim() !== '';
}

function gather(part: Part, into: Gathered, around: Surroundings): void {
  const isParted = part.children.length > 0;
  if (isParted && part.mediaType === 'multipart/alternative') gatherAlternative(part, into, around);
  else if (isParted && part.mediaType.startsWith('multipart/')) gatherParts(part, into, around);
  else if (isParted && isSealed(part.mediaType)) {
    gatherParts(part, into, around);
    into.files.push(sealedFile(part, into, around));
  } else if (isParted) gatherMessage(part, into, around);
  else if (isCalendar(part)) gatherCalendar(part, into, around);
  else if (isTnef(part)) gatherTnef(part, into, around);
  else gatherLeaf(part, into, around);
}

function gatherParts({ mediaType, children }: Part, into: Gathered, around: Surroundings): void {
  const inside = {
    timezone: around.timezone,
    isAlternative: false,
    isRelated: around.isRelated || mediaType === 'multipart/related',
    isReport: mediaType === 'multipart/report',
    type: mediaType,
  };
  for (const child of children) gather(child, into, inside);
}

function gatherLeaf(part: Part, into: Gathered, around: Surroundings): void {
  // A second text with a file's name is a file that a mail program would show below; the first is the message.
  const isFile = part.fileName !== '' && !around.isAlternative && into.words.some(isSaying);
  if (isWords(part) && !isFile) {
    const { words, whole } = wordsOf(part);
    into.words.push(words);
    if (whole) into.files.push(whole);
    return;
  }
  // Forms of the words for readers other than people at a desk.
  if (around.isAlternative && /^text\/(watch-html|x-amp-html)$/.test(part.mediaType)) return;
  into.files.push(sealedFile(part, into, around));
}

function sealedFile(part: Part, into: Gathered, { isRelated, type }: Surroundings): ParsedAttachment {
  return { ...attachmentOf(part, into.files.length + 1, isRelated), seals: sealOf(part, type) };
}

/** The same said in several forms (RFC 2046, 5.1.4): one of them as text, the best of them as HTML. */
function gatherAlternative(part: Part, into: Gathered, around: Surroundings): void {
  const forms = part.children.map((child) => {
    const form = empty();
    gather(child, form, { ...around, isAlternative: true });
    into.files.push(...form.files);
    into.notes.push(...form.notes);
    into.spare.push(...form.spare);
    // RFC 1896: marked-up text, of which the plain form is there too.
    return child.mediaType === 'text/enriched' && part.children.length > 1 ? [] : form.words;
  });
  const rich = forms.findLast((words) => words.some(({ html }) => html !== null));
  const plain = forms.filter((words) => words !== rich && words.every(({ html }) => html === null));
  const texts = plain.flat().map(({ text }) => (text ?? '').trim());
  const text = [...new Set(texts)].filter((one) => one !== '').join('\n\n');
  if (rich && text === '') into.words.push(...rich);
  else if (rich) into.words.push({ text, html: rich });
  else if (text !== '') into.words.push({ text, html: null });
}

/** A mail in the mail stays a file, and what it says and brings is shown. */
function gatherMessage(part: Part, into: Gathered, around: Surroundings): void {
  const [nested] = part.children;
  into.files.push(attachmentOf(part, into.files.length + 1, false));
  if (!nested || around.isReport || nested.body.length === 0) return;
  const { words, files } = gatherContent(nested, around.timezone);
  into.words.push(messageBlock(nested, words));
  // What was signed there is not this mail.
  into.files.push(...files.map((file) => ({ ...file, seals: null })));
}

function gatherCalendar(part: Part, into: Gathered, { timezone }: Surroundings): void {
  const file = attachmentOf(part, into.files.length + 1, false);
  // Invitations bring their calendar twice: once to be understood, once to be saved.
  const twin = into.files.findIndex(
    (one) => /calendar|\/ics/.test(one.mediaType) && one.content.equals(file.content),
  );
  if (twin >= 0) {
    if (part.fileName !== '') into.files[twin] = file;
    return;
  }
  into.files.push(file);
  const invitation = readInvitation(file.content, part.parameters.get('charset'), timezone);
  if (!invitation) return;
  into.notes.push({ text: invitation.summary, html: null });
  into.spare.push({ text: invitation.description, html: null });
}

/** Outlook's own wrapping: its files are taken out, its words count where the mail has no others. */
function gatherTnef(part: Part, into: Gathered, around: Surroundings): void {
  const tnef = readTnef(contentOf(part));
  if (tnef?.words) into.spare.push(tnef.words);
  into.files.push(...(tnef?.files ?? []));
  into.files.push(attachmentOf(part, into.files.length + 1, around.isRelated));
}
