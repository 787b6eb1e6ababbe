const replyPrefix = /^(?:(?:re|aw|sv|antw|תשובה|תגובה|השב|בתגובה ל)(?:\s*\[\d+\]|\s*\(\d+\))?\s*:\s*)+/i;
const bidiAndBreaks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\r\n\t]+/g;

const forwardPrefix = /^(?:(?:fwd?|wg|tr|הועבר|העברה)(?:\s*\[\d+\]|\s*\(\d+\))?\s*:\s*)+/i;

/** Whether a subject claims that its mail answers one. */
export function isReplySubject(subject: string): boolean {
  const plain = subject.replace(bidiAndBreaks, ' ').trim();
  // Gateways set a mark of theirs before it: `[EXTERNAL] Re: …`.
  return replyPrefix.test(plain.replace(/^(?:\[[^\]]{1,30}\]\s*)+/, ''));
}

/**
 * The subject of a reply: the customer's, with `Re: ` once and the ticket's number once. The number is isolated (U+2066 …
 * U+2069), since a Hebrew subject would otherwise show it as `[1234#]`.
 */
export function replySubject(subject: string, ticketNumber: number): string {
  return prefixed('Re:', bare(subject, ticketNumber).replace(replyPrefix, ''), ticketNumber);
}

/** The subject of what is passed on: `Fwd: ` once; that it was an answer is no news to whoever gets it. */
export function forwardSubject(subject: string, ticketNumber: number): string {
  let plain = bare(subject, ticketNumber);
  for (let before = ''; before !== plain; ) {
    before = plain;
    plain = plain.replace(replyPrefix, '').replace(forwardPrefix, '');
  }
  return prefixed('Fwd:', plain, ticketNumber);
}

function bare(subject: string, ticketNumber: number): string {
  return subject.replace(bidiAndBreaks, ' ').replaceAll(`[#${ticketNumber}]`, '').replace(/\s+/g, ' ').trim();
}

function prefixed(prefix: string, plain: string, ticketNumber: number): string {
  const number = `\u2066[#${ticketNumber}]\u2069`;
  return [prefix, plain.trim(), number].filter((part) => part !== '').join(' ');
}
