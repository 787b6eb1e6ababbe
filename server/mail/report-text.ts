import { addressHeader, type HeaderLine } from './parse-headers.ts';
import { addressOf, type ReportedRecipient, replyCodeIn, statusIn } from './report-fields.ts';
import type { ReturnedMail } from './report-returned.ts';
import type { Fate } from './report-words.ts';

const mostWords = 500;
const mostRecipients = 50;
const mostLines = 400;
const longestLine = 1000;
const addr = String.raw`<?([^\s<>"'(),;:[\]\\]+@[^\s<>"'(),;:[\]\\]+\.[\p{L}\p{N}-]*[\p{L}\p{N}])(?![\p{L}\p{N}-]|\.[\p{L}\p{N}])>?`;

/** A line that begins with an address: it alone, or followed by what is said of it. */
const addressLine = new RegExp(
  String.raw`^[\s>*•·"-]*(?:<mailto:)?${addr}"?\s*(?:$|[:([.,<]|on \p{L}{3},|\.\.\.)`,
  'iu',
);
const named = new RegExp(
  String.raw`(?:^[\s<>]*[45]\d\d[ -]|rcpt to:|recipients?:?|deliver(?:y|ed|ing)?\b|undeliverable|mailbox|user|address|errors:|sent|אל|לכתובת|הנמען)[^@\n]{0,60}?[\s<(:"']${addr}`,
  'iu',
);

/** Of whom a report without fields speaks, and what it says of each. */
export function recipientsInText(
  lines: readonly HeaderLine[],
  words: string,
  returned: ReturnedMail | null,
  fate: Fate,
): ReportedRecipient[] {
  const ours = ownAddresses(lines, returned);
  const body = words
    .split('\n')
    .slice(0, mostLines)
    .map((line) => line.slice(0, longestLine));
  const said = (address: string | null, about: string): ReportedRecipient => ({
    address,
    action: fate,
    ...codesOf(about, words),
    words: serverWords(about).slice(0, mostWords),
    remoteServer: serverIn(about) ?? serverIn(words),
  });
  const failed = addressHeader(lines, 'x-failed-recipients').map(({ address }) => address);
  const found =
    failed.length > 0
      ? failed.map((address) => ({ address, at: lineOf(body, address) }))
      : namedIn(body, ours);
  if (found.length > 0) {
    return found
      .slice(0, mostRecipients)
      .map(({ address, at }, index) => said(address, aboutOf(body, at, found[index + 1]?.at)));
  }
  const sentTo = returned?.to.filter(({ address }) => !ours.has(address.toLowerCase())) ?? [];
  const [only] = sentTo;
  return [said(sentTo.length === 1 && only ? only.address : null, words)];
}

interface Found {
  readonly address: string;
  readonly at: number;
}

function namedIn(body: readonly string[], ours: ReadonlySet<string>): Found[] {
  for (const pattern of [addressLine, named, new RegExp(addr, 'iu')]) {
    const found = new Map<string, Found>();
    body.forEach((line, at) => {
      const address = addressOf(pattern.exec(line)?.[1] ?? '');
      if (address === null || ours.has(address.toLowerCase())) return;
      if (!found.has(address.toLowerCase())) found.set(address.toLowerCase(), { address, at });
    });
    if (found.size > 0) return [...found.values()];
  }
  return [];
}

/** The report's own sender and the address it came back to are not who was written to. */
function ownAddresses(lines: readonly HeaderLine[], returned: ReturnedMail | null): Set<string> {
  const own = [
    ...['from', 'to', 'reply-to', 'sender'].flatMap((key) => addressHeader(lines, key)),
    ...(returned?.from ? [returned.from] : []),
  ];
  return new Set(own.map(({ address }) => address.toLowerCase()));
}

function lineOf(body: readonly string[], address: string): number {
  return body.findIndex((line) => line.toLowerCase().includes(address.toLowerCase()));
}

function aboutOf(body: readonly string[], at: number, next: number | undefined): string {
  if (at < 0) return body.join('\n');
  return body.slice(at, next !== undefined && next > at ? next : undefined).join('\n');
}

function codesOf(about: string, all: string): Pick<ReportedRecipient, 'status' | 'replyCode'> {
  const status = statusIn(about) ?? statusIn(all);
  return { status, replyCode: replyCodeIn(about) ?? replyCodeIn(all) };
}

/** The line with the server's answer, and what continues it; else the first words that are said. */
function serverWords(about: string): string {
  const lines = about
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const at = lines.findIndex((line) => replyCodeIn(line) !== null || statusIn(line) !== null);
  const from = Math.max(at, 0);
  return lines
    .slice(from, from + 4)
    .join(' ')
    .replace(/\s+/g, ' ');
}

function serverIn(text: string): string | null {
  const found =
    /\bhost ([\w.-]+\.[a-z]{2,})[ [(]/i.exec(text) ??
    /while talking to ([\w.-]+\.[a-z]{2,})/i.exec(text) ??
    /remote (?:server|host)[: ]+<?([\w.-]+\.[a-z]{2,})/i.exec(text) ??
    /by the server for the recipient domain [\w.-]+ by ([\w.-]+[a-z])/i.exec(text);
  return found?.[1]?.slice(0, 255) ?? null;
}
