import { isNobody } from './automatic-words.ts';
import { addressHeader, type HeaderLine, messageIds, rawHeader, textHeader } from './parse-headers.ts';
import { hasStatusFields, idOf, type ReportedRecipient, readStatusFields } from './report-fields.ts';
import { readServiceNotice } from './report-json.ts';
import { copyIn, type ReturnedMail, splitReturned } from './report-returned.ts';
import { type ServerSigns, serverSigns } from './report-sender.ts';
import { recipientsInText } from './report-text.ts';
import { fateIn, isReportSubject } from './report-words.ts';

/** What a mail server says of a mail that it was given. */
export interface DeliveryReport {
  /** `receipt`: it was delivered, or opened. `feedback`: its recipient complained (RFC 5965). */
  readonly kind: 'bounce' | 'delay' | 'receipt' | 'feedback';
  readonly recipients: readonly ReportedRecipient[];
  /** Message-IDs that may be those of the mail it is about, the surest first. */
  readonly originalIds: readonly string[];
  readonly returned: ReturnedMail | null;
  readonly reportingServer: string | null;
}

/** A mail taken apart: its own header lines, its text, and the parts that are no text. */
export interface ReportSource {
  readonly lines: readonly HeaderLine[];
  readonly text: string;
  /** The words of its HTML, read only where they may matter. */
  readonly textOfHtml: () => string;
  readonly parts: readonly { readonly mediaType: string; readonly content: Buffer }[];
  readonly raw: Buffer;
}

export interface FoundReport {
  readonly report: DeliveryReport;
  /** False where only its words say so: it is one if it also came without a return address. */
  readonly isSure: boolean;
}

const searchedBytes = 512 * 1024;

/** Null for a mail that reports nothing. */
export function readReport(given: ReportSource): FoundReport | null {
  const type = (rawHeader(given.lines, 'content-type') ?? '').replace(/\s+/g, ' ').toLowerCase();
  const isReport = type.startsWith('multipart/report');
  const server = serverSigns(given.lines);
  const isExpected = isReport || server !== 'none';
  const source = isExpected ? { ...given, text: `${given.text}\n\n${given.textOfHtml()}`.trim() } : given;
  return (
    feedback(source, type) ??
    receipt(source, type) ??
    statusReport(source, isExpected) ??
    serviceNotice(source) ??
    wordsReport(source, isReport ? 'sure' : server)
  );
}

/** RFC 5965, Hotmail's own form of it, and the aggregates of RFC 7489, 7.2. */
function feedback(source: ReportSource, type: string): FoundReport | null {
  const part = source.parts.find(({ mediaType }) => mediaType === 'message/feedback-report');
  const fields = part ? part.content.toString('latin1') : source.text;
  const hasFields = /^feedback-type[ \t]*:/im.test(fields) && /^(?:user-agent|version)[ \t]*:/im.test(fields);
  const subject = textHeader(source.lines, 'subject');
  const isOther =
    (/^complaint about message from [\d.:a-f]+$/i.test(subject) &&
      source.raw.includes('\nX-HmXmrOriginalRecipient:')) ||
    /^report domain: *\S+ +submitter:/i.test(subject);
  if (!type.includes('feedback-report') && !part && !hasFields && !isOther) return null;
  const about = /^original-rcpt-to[ \t]*:[ \t]*<?([^\s<>]+@[^\s<>]+)/im.exec(fields)?.[1] ?? null;
  const recipients: ReportedRecipient[] =
    about === null
      ? []
      : [
          {
            address: about,
            action: 'delivered',
            status: null,
            replyCode: null,
            words: '',
            remoteServer: null,
          },
        ];
  return { report: reportOf(source, 'feedback', recipients), isSure: true };
}

/** RFC 8098: it was opened, or deleted unread. */
function receipt(source: ReportSource, type: string): FoundReport | null {
  const isFields =
    /^disposition[ \t]*:[^;\n]+;/im.test(source.text) && /^final-recipient[ \t]*:/im.test(source.text);
  const part = source.parts.some(({ mediaType }) => mediaType === 'message/disposition-notification');
  if (
    !type.includes('disposition-notification') &&
    !(type.startsWith('multipart/report') && (isFields || part))
  )
    return null;
  return { report: reportOf(source, 'receipt', []), isSure: true };
}

/** RFC 3464, from wherever in the mail the fields are: programs label them as text, attach them, or break the structure. */
function statusReport(source: ReportSource, isExpected: boolean): FoundReport | null {
  const part = source.parts.find(({ mediaType }) => /^message\/(?:global-)?delivery-status$/.test(mediaType));
  if (!isExpected && !part) return null;
  const text = fieldsText(source, part?.content);
  const fields = text === null ? null : readStatusFields(text);
  if (!fields || fields.recipients.length === 0) return null;
  const actions = new Set(fields.recipients.map(({ action }) => action));
  const kind = actions.has('failed') ? 'bounce' : actions.has('delayed') ? 'delay' : 'receipt';
  const words = splitReturned(source.text).words;
  const recipients = withProse(once(fields.recipients), source, words);
  const report = reportOf(source, kind, recipients, fields.originalMessageId);
  return { report: { ...report, reportingServer: fields.reportingServer }, isSure: true };
}

/** Exchange names a recipient twice: in its own form and in ours. */
function once(recipients: readonly ReportedRecipient[]): ReportedRecipient[] {
  const found = new Map<string, ReportedRecipient>();
  for (const one of recipients) {
    const key = one.address?.toLowerCase() ?? '';
    const known = found.get(key);
    if (!known) found.set(key, one);
    else if (known.words === '' || known.status === null) found.set(key, { ...one, action: known.action });
  }
  return [...found.values()];
}

/** What the fields leave out is often said in the text above them. */
function withProse(
  recipients: readonly ReportedRecipient[],
  source: ReportSource,
  words: string,
): ReportedRecipient[] {
  const prose = words.slice(
    0,
    Math.max(0, words.search(/^(?:reporting-mta|final-recipient|original-recipient)[ \t]*:/im)),
  );
  return recipients.map((one) => {
    const fate = one.action === 'delayed' ? 'delayed' : 'failed';
    const said = recipientsInText(source.lines, prose, copyIn(source), fate);
    const same = said.find(({ address }) => address?.toLowerCase() === one.address?.toLowerCase());
    const about = same ?? (recipients.length === 1 ? said[0] : undefined);
    const isVague = one.status === null || (one.words === '' && one.status.endsWith('.0.0'));
    const isSameClass = about?.status?.[0] === (one.status?.[0] ?? about?.status?.[0]);
    return {
      ...one,
      address: one.address ?? about?.address ?? null,
      status: isVague && isSameClass ? (about?.status ?? one.status) : one.status,
      replyCode: one.replyCode ?? about?.replyCode ?? null,
      words: one.words || about?.words || '',
    };
  });
}

function fieldsText({ text, parts, raw }: ReportSource, part: Buffer | undefined): string | null {
  const words = splitReturned(text).words;
  const texts = parts.filter(({ mediaType }) => mediaType.startsWith('text/')).map(({ content }) => content);
  const sources = [part?.toString('utf8'), words, text, ...texts.map((content) => content.toString('utf8'))];
  const found = sources.find((one) => one !== undefined && hasStatusFields(one));
  if (found !== undefined) return found.replace(/\r\n?/g, '\n');
  const whole = raw.subarray(0, searchedBytes).toString('utf8').replace(/\r\n?/g, '\n');
  return hasStatusFields(whole) ? whole : null;
}

function serviceNotice(source: ReportSource): FoundReport | null {
  const notice = readServiceNotice(source.text);
  if (!notice) return null;
  const actions = new Set(notice.recipients.map(({ action }) => action));
  const fate = actions.has('failed') ? 'bounce' : actions.has('delayed') ? 'delay' : 'receipt';
  const kind = notice.isComplaint ? 'feedback' : fate;
  return { report: reportOf(source, kind, notice.recipients, notice.messageId), isSure: true };
}

/** Reports in prose: qmail, Exim, Exchange of old, Gmail, carriers. */
function wordsReport(source: ReportSource, server: ServerSigns): FoundReport | null {
  const subject = textHeader(source.lines, 'subject');
  const isRobot = isNobody(addressHeader(source.lines, 'from')[0]?.address ?? '');
  if (server === 'none' && !isRobot && !isReportSubject(subject)) return null;
  const { words } = splitReturned(source.text);
  const fate = fateIn(subject, words);
  if (fate === null) return null;
  const returned = copyIn(source);
  const recipients = recipientsInText(source.lines, words, returned, fate);
  const report = reportOf(source, fate === 'failed' ? 'bounce' : 'delay', recipients);
  const isTitled = isReportSubject(subject);
  if (server === 'none') {
    const isSure = isRobot && (isTitled || comesBack(source, returned));
    return hasProof(report) ? { report, isSure } : null;
  }
  return isBelieved(report, server, isTitled) ? { report, isSure: true } : null;
}

/** The less a mail looks like a server's, the more it must prove. */
function isBelieved(report: DeliveryReport, server: ServerSigns, isTitled: boolean): boolean {
  const isNamed = hasProof(report) || report.recipients.some(({ address }) => address !== null);
  if (server === 'sure') return true;
  if (server === 'postmaster') return isNamed;
  if (server === 'unaddressed' && isNamed && isTitled) return true;
  return hasProof(report) && (report.returned !== null || isTitled);
}

function hasProof({ returned, recipients }: DeliveryReport): boolean {
  return returned !== null || recipients.some(({ status, replyCode }) => (status ?? replyCode) !== null);
}

/** The mail that is returned was sent by whom this one is for. */
function comesBack({ lines }: ReportSource, returned: ReturnedMail | null): boolean {
  const from = returned?.from?.address.toLowerCase();
  const domain = (address: string) => address.toLowerCase().replace(/^.*@/, '');
  const to = addressHeader(lines, 'to').map(({ address }) => domain(address));
  return from !== undefined && (to.includes(domain(from)) || to.length === 0);
}

function reportOf(
  source: ReportSource,
  kind: DeliveryReport['kind'],
  recipients: readonly ReportedRecipient[],
  originalId: string | null = null,
): DeliveryReport {
  const returned = copyIn(source);
  const inWords = /^\W*(?:original[ -])?message-id[ \t]*:[ \t]*(<[^<>\s]+>)/im.exec(source.text)?.[1];
  const marked = /^\W*x-pniya-message[ \t]*:\s*(<[^<>\s]+>)/im.exec(source.text)?.[1];
  const ids = [
    originalId,
    returned?.markedId ?? null,
    returned?.messageId ?? null,
    idOf(inWords ?? ''),
    idOf(marked ?? ''),
    ...messageIds(source.lines, 'in-reply-to'),
    ...messageIds(source.lines, 'references').toReversed(),
  ];
  const own = messageIds(source.lines, 'message-id')[0];
  const originalIds = [...new Set(ids.filter((id) => id !== null))].filter((id) => id !== own);
  return { kind, recipients, originalIds, returned, reportingServer: null };
}
