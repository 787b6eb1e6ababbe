const replyPrefix = /^(?:(?:re|aw|sv|antw|תשובה|תגובה|השב|בתגובה ל)(?:\s*\[\d+\]|\s*\(\d+\))?\s*:\s*)+/i;
const bidiAndBreaks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\r\n\t]+/g;

/**
 * The subject of a reply: the customer's, with `Re: ` once and the ticket's number once. The number is isolated (U+2066 …
 * U+2069), since a Hebrew subject would otherwise show it as `[1234#]`.
 */
export function replySubject(subject: string, ticketNumber: number): string {
  const plain = subject
    .replace(bidiAndBreaks, ' ')
    .replaceAll(`[#${ticketNumber}]`, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(replyPrefix, '')
    .trim();
  const number = `\u2066[#${ticketNumber}]\u2069`;
  return plain === '' ? `Re: ${number}` : `Re: ${plain} ${number}`;
}
