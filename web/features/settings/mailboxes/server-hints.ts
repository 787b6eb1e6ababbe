/** Where the mail of an address is read, as far as its domain tells. */
export interface ServerHint {
  readonly host: string;
  readonly port: number;
  readonly security: 'tls';
  /** What its owner has to do there first. */
  readonly advice: 'gmail' | 'outlook' | 'appPassword' | null;
}

const tls = (host: string, advice: ServerHint['advice'] = null): ServerHint => ({
  host,
  port: 993,
  security: 'tls',
  advice,
});

const gmail = tls('imap.gmail.com', 'gmail');
const outlook = tls('outlook.office365.com', 'outlook');
const yahoo = tls('imap.mail.yahoo.com', 'appPassword');
const icloud = tls('imap.mail.me.com', 'appPassword');

const known: Readonly<Record<string, ServerHint>> = {
  'gmail.com': gmail,
  'googlemail.com': gmail,
  'outlook.com': outlook,
  'outlook.co.il': outlook,
  'hotmail.com': outlook,
  'hotmail.co.il': outlook,
  'live.com': outlook,
  'msn.com': outlook,
  'yahoo.com': yahoo,
  'yahoo.co.il': yahoo,
  'icloud.com': icloud,
  'me.com': icloud,
  'walla.co.il': tls('imap.walla.co.il'),
  'walla.com': tls('imap.walla.co.il'),
  'zoho.com': tls('imap.zoho.com', 'appPassword'),
};

/** Of an unknown domain the name that most servers have. */
export function hintFor(address: string): ServerHint {
  const domain = address.trim().toLowerCase().split('@').at(-1) ?? '';
  return known[domain] ?? tls(domain.includes('.') ? `imap.${domain}` : '');
}

interface SendingHint {
  readonly host: string;
  readonly port: number;
  readonly security: 'tls' | 'starttls';
}

const sending: Readonly<Record<string, SendingHint>> = {
  'imap.gmail.com': { host: 'smtp.gmail.com', port: 465, security: 'tls' },
  'outlook.office365.com': { host: 'smtp.office365.com', port: 587, security: 'starttls' },
  'imap.mail.yahoo.com': { host: 'smtp.mail.yahoo.com', port: 465, security: 'tls' },
  'imap.mail.me.com': { host: 'smtp.mail.me.com', port: 587, security: 'starttls' },
};

/** Where the mail of an address is sent. */
export function sendingHintFor(address: string): SendingHint {
  const { host } = hintFor(address);
  return sending[host] ?? { host: host.replace(/^imap\./, 'smtp.'), port: 587, security: 'starttls' };
}
