/** How mail servers name what they took, each in its own words. */
const patterns = [
  /\bqueued as ([\w.-]{2,120})/i, // Postfix; smtp-server
  /\bid=([\w-]{6,120})/, // Exim
  /\b([\w.-]{10,120}) - gsmtp\b/, // Gmail
  /\[InternalId=(\d{4,40})/i, // Exchange
  /\bqp (\d{2,20})\b/i, // qmail
  /^250(?:[ -]2\.\d\.\d)?\s+([\w.]{8,60})\s+Message accepted for delivery/i, // Sendmail
  /\bOk[:\s]+(?:queued as\s+)?([0-9a-f]{8,20}-[0-9a-f-]{8,60})/i, // Amazon SES
  /\bmessage[- ]?id[:= ]+<?([^<>\s]{6,250})>?/i,
];

/** Under which the server that took a mail knows it, so that its postmaster finds it; null where its answer names nothing. */
export function queueIdOf(answer: string | null): string | null {
  if (answer === null || !/^2\d\d\b/.test(answer)) return null;
  for (const pattern of patterns) {
    const found = pattern.exec(answer)?.[1]?.replace(/[.;,]+$/, '');
    if (found) return found;
  }
  return null;
}
