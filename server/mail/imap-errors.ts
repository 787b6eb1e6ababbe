/** Why a mail server can't be read: codes of shared/problem-texts.ts. */
export type ImapFault =
  | 'imap_no_host'
  | 'imap_refused'
  | 'imap_timeout'
  | 'imap_cut'
  | 'imap_untrusted'
  | 'imap_no_tls'
  | 'imap_no_imap'
  | 'imap_wrong_password'
  | 'imap_oauth_refused'
  | 'private_host'
  | 'imap_busy'
  | 'imap_no_folder'
  | 'imap_command_refused'
  | 'imap_mail_unreadable';

/** A failure of the other side, told apart by what a person can do about it. `said`: the server's own words. */
export class ImapError extends Error {
  override readonly name = 'ImapError';
  readonly fault: ImapFault;
  readonly said: string | null;

  constructor(fault: ImapFault, said: string | null, cause?: unknown) {
    super(said === null ? fault : `${fault}: ${said}`, { cause });
    this.fault = fault;
    this.said = said;
  }
}

/** What imapflow, Node and OpenSSL hang on their errors. */
interface Raw {
  readonly code?: string;
  readonly message?: string;
  readonly authenticationFailed?: boolean;
  readonly serverResponseCode?: string;
  readonly responseText?: string;
  readonly responseStatus?: string;
  readonly response?: unknown;
  readonly reason?: string;
  readonly tlsFailed?: boolean;
  readonly mailboxMissing?: boolean;
}

const byCode: Readonly<Record<string, ImapFault>> = {
  ENOTFOUND: 'imap_no_host',
  EAI_AGAIN: 'imap_no_host',
  EAI_FAIL: 'imap_no_host',
  ECONNREFUSED: 'imap_refused',
  EHOSTUNREACH: 'imap_refused',
  ENETUNREACH: 'imap_refused',
  EACCES: 'imap_refused',
  CONNECT_TIMEOUT: 'imap_timeout',
  GREETING_TIMEOUT: 'imap_timeout',
  UPGRADE_TIMEOUT: 'imap_timeout',
  ETIMEDOUT: 'imap_timeout',
  ETIMEOUT: 'imap_timeout',
  LockTimeout: 'imap_timeout',
  EPROTO: 'imap_no_tls',
  STARTTLS_INJECTION: 'imap_no_tls',
  ETHROTTLE: 'imap_busy',
  InvalidResponse: 'imap_no_imap',
  LineTooLarge: 'imap_no_imap',
};

/** OpenSSL's reasons not to trust a certificate. */
const untrusted = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|ALTNAME|ERR_TLS_CERT|HOSTNAME_MISMATCH/;
const noTls = /^ERR_SSL|WRONG_VERSION_NUMBER/;

/** RFC 5530: refusals that have nothing to do with the password. */
const busyCodes = new Set(['UNAVAILABLE', 'LIMIT', 'INUSE', 'SERVERBUG', 'CONTACTADMIN', 'OVERQUOTA']);
const busyWords = /too many|try again|temporar|unavailable|rate|limit/i;

export function imapErrorOf(error: unknown): ImapError {
  if (error instanceof ImapError) return error;
  // Several addresses of one host that all fail come as one error.
  const first = error instanceof AggregateError ? error.errors[0] : error;
  const raw = (typeof first === 'object' && first !== null ? first : {}) as Raw;
  return new ImapError(faultOf(raw), saidOf(raw), error);
}

function faultOf(raw: Raw): ImapFault {
  const { code = '', serverResponseCode = '' } = raw;
  if (raw.authenticationFailed) return faultOfSignIn(raw);
  if (untrusted.test(code)) return 'imap_untrusted';
  if (noTls.test(code)) return 'imap_no_tls';
  return (
    byCode[code] ??
    byServer(raw, serverResponseCode) ??
    (code.startsWith('ParserError') ? 'imap_no_imap' : 'imap_cut')
  );
}

function faultOfSignIn(raw: Raw): ImapFault {
  const { serverResponseCode: code = '' } = raw;
  const isBusy = busyCodes.has(code) || busyWords.test(saidOf(raw) ?? '');
  return code !== 'AUTHENTICATIONFAILED' && isBusy ? 'imap_busy' : 'imap_wrong_password';
}

function byServer(raw: Raw, code: string): ImapFault | null {
  if (raw.tlsFailed || /STARTTLS/.test(raw.message ?? '')) return 'imap_no_tls';
  if (raw.mailboxMissing || code === 'NONEXISTENT') return 'imap_no_folder';
  if (busyCodes.has(code)) return 'imap_busy';
  return raw.responseStatus ? 'imap_command_refused' : null;
}

const longestSaid = 300;

function saidOf({ responseText, response, reason, message }: Raw): string | null {
  const said = responseText ?? (typeof response === 'string' ? response : undefined) ?? reason ?? message;
  const clean = said
    ?.replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, longestSaid)
    .toWellFormed();
  return clean ? clean : null;
}
