import { SealError } from '../secrets.ts';
import { OAuthError, type OAuthFault } from './oauth.ts';
import { PrivatePlaceError } from './places.ts';

/** Why nothing can be sent through a server, whatever the mail: codes of shared/problem-texts.ts. */
export type SmtpFault =
  | 'smtp_no_host'
  | 'smtp_unreachable'
  | 'smtp_timeout'
  | 'smtp_untrusted'
  | 'smtp_no_tls'
  | 'smtp_wrong_password'
  | 'smtp_failed'
  | 'private_host'
  | 'secret_unreadable'
  | OAuthFault;

/** What nodemailer, Node and OpenSSL hang on their errors. */
export interface SmtpFailure extends Error {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly recipient?: string;
  readonly rejectedErrors?: readonly SmtpFailure[];
}

/** They say that we are not signed in, not that the mail is bad (RFC 4954, 6). */
export const signInCodes = new Set([530, 534, 535, 538]);

const byCode: Readonly<Record<string, SmtpFault>> = {
  ENOTFOUND: 'smtp_no_host',
  EAI_AGAIN: 'smtp_no_host',
  EDNS: 'smtp_no_host',
  ECONNREFUSED: 'smtp_unreachable',
  EHOSTUNREACH: 'smtp_unreachable',
  ENETUNREACH: 'smtp_unreachable',
  ETIMEDOUT: 'smtp_timeout',
  ETLS: 'smtp_no_tls',
  EREQUIRETLS: 'smtp_no_tls',
  EAUTH: 'smtp_wrong_password',
};
const untrusted = /certificate|self.signed|CERT_|altname|unable to verify/i;
const noTls = /wrong version number|ssl3_|STARTTLS/i;

/** Null when it is this mail that the server does not want. */
export function smtpFaultOf(error: unknown): SmtpFault | null {
  if (error instanceof OAuthError) return error.fault;
  if (error instanceof PrivatePlaceError) return 'private_host';
  if (error instanceof SealError) return 'secret_unreadable';
  const { code = '', message = '', responseCode = 0, cause } = error as SmtpFailure;
  if (signInCodes.has(responseCode)) return 'smtp_wrong_password';
  if (code === 'EENVELOPE' || code === 'EMESSAGE') return null;
  const words = `${message} ${(cause as Error | undefined)?.message ?? ''}`;
  if (untrusted.test(words)) return 'smtp_untrusted';
  if (noTls.test(words)) return 'smtp_no_tls';
  const inWords = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT/.exec(words)?.[0];
  return byCode[inWords ?? code] ?? 'smtp_failed';
}
