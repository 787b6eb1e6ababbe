import { addressHeader, type HeaderLine, rawHeader, textHeader } from './parse-headers.ts';

/** How surely a mail server wrote a mail. */
export type ServerSigns = 'sure' | 'postmaster' | 'unaddressed' | 'automatic' | 'none';

/** Whether a mail server wrote the mail, as far as its headers tell. */
export function serverSigns(lines: readonly HeaderLine[]): ServerSigns {
  const from = rawHeader(lines, 'from') ?? '';
  const address = addressHeader(lines, 'from')[0]?.address.toLowerCase() ?? '';
  const local = (address || from.toLowerCase()).replace(/@.*$/, '').replace(/[^a-z]/g, '');
  if (rawHeader(lines, 'x-failed-recipients') !== null) return 'sure';
  if (/mailerdaemon|maildaemon|maildelivery(?:sub)?system|mdaemon|mailsystem/.test(local)) return 'sure';
  if (/mail(?:er)?[ -]?(?:daemon|deliver[a-z]* (?:sub)?system)/i.test(textHeader(lines, 'from')))
    return 'sure';
  const returnPath = lines
    .filter(({ key }) => key === 'return-path')
    .map(({ line }) => line.slice(line.indexOf(':') + 1));
  const isNull = returnPath.some((one) => /^\s*<?\s*(?:mailer-daemon(?:@[^>]*)?)?\s*>?\s*$/i.test(one));
  if (/postmaster/.test(local) || (address === '' && isNull)) return 'postmaster';
  const submitted = rawHeader(lines, 'auto-submitted')?.toLowerCase() ?? 'no';
  if (isNull) return 'unaddressed';
  return /^no\b/.test(submitted) ? 'none' : 'automatic';
}
