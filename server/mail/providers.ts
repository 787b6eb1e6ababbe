export type ProviderName = 'google' | 'microsoft';

/** Microsoft: whose accounts sign in. */
interface Organisation {
  readonly directory: string | null;
}

/** Where a provider of mailboxes is asked, and what for. */
export interface MailProvider {
  /** RFC 9207, for what comes back from its page. */
  readonly issuer: string;
  authorizeUrl(app: Organisation): string;
  tokenUrl(app: Organisation): string;
  /** What a person allows. */
  readonly scope: string;
  /** What the organisation's application asks for itself. */
  readonly appScope: string;
  /** Besides those of RFC 6749: without them there is no refresh token. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly imap: MailPlace;
  readonly smtp: MailPlace;
  /** In tests the provider is a process of ours, without TLS. */
  readonly isPlain?: boolean;
}

export interface MailPlace {
  readonly host: string;
  readonly port: number;
  readonly security: 'tls' | 'starttls' | 'none';
}

export type MailProviders = Readonly<Record<ProviderName, MailProvider>>;

const microsoftAt = (directory: string | null, what: string) =>
  `https://login.microsoftonline.com/${encodeURIComponent(directory ?? 'organizations')}/oauth2/v2.0/${what}`;

export const mailProviders: MailProviders = {
  google: {
    issuer: 'https://accounts.google.com',
    authorizeUrl: () => 'https://accounts.google.com/o/oauth2/v2/auth',
    tokenUrl: () => 'https://oauth2.googleapis.com/token',
    scope: 'https://mail.google.com/',
    appScope: 'https://mail.google.com/',
    parameters: { access_type: 'offline', prompt: 'consent' },
    imap: { host: 'imap.gmail.com', port: 993, security: 'tls' },
    smtp: { host: 'smtp.gmail.com', port: 465, security: 'tls' },
  },
  microsoft: {
    issuer: 'https://login.microsoftonline.com',
    authorizeUrl: ({ directory }) => microsoftAt(directory, 'authorize'),
    tokenUrl: ({ directory }) => microsoftAt(directory, 'token'),
    scope:
      'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access',
    appScope: 'https://outlook.office365.com/.default',
    parameters: { prompt: 'select_account' },
    imap: { host: 'outlook.office365.com', port: 993, security: 'tls' },
    smtp: { host: 'smtp.office365.com', port: 587, security: 'starttls' },
  },
};
