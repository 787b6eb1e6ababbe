import type { FirstStart } from './first-start.ts';

export interface Serving {
  /** Null where the role `api` is not here. */
  readonly url: string | null;
  readonly smtpHost: string;
  readonly smtpPort: number | null;
}

/** What `npm start` says once it serves: where, how to get in, and two commands to try. Secrets are shown at the first start only. */
export function greeting(serving: Serving, first: FirstStart | null, startedInMs: number): string {
  const { url, smtpPort } = serving;
  const lines = [
    '',
    `Pniya serves${url === null ? '' : ` at ${url}`} (ready in ${(startedInMs / 1000).toFixed(1)} s). Ctrl-C ends it.`,
  ];
  if (smtpPort !== null) lines.push(`Mail (SMTP) is taken at port ${smtpPort}.`);
  if (first)
    lines.push(
      '',
      ...firstLines(first, url, smtpPort === null ? null : reachable(serving.smtpHost, smtpPort)),
    );
  return `${lines.join('\n')}\n`;
}

/** "Every address" is no address to connect to. */
function reachable(host: string, port: number): string {
  const name = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[host] ?? (host.includes(':') ? `[${host}]` : host);
  return `smtp://${name}:${port}`;
}

function firstLines(first: FirstStart, url: string | null, smtpUrl: string | null): string[] {
  const lines = [
    `Sign in:     ${first.email}`,
    `Password:    ${first.password ?? '(of PNIYA_ADMIN_PASSWORD)'}`,
    `API client:  ${first.clientId}`,
    `API secret:  ${first.clientSecret}`,
    'Password and secret are shown this once.',
  ];
  if (url !== null) lines.push('', 'Try a ticket by API:', ticketCommand(first, url));
  if (smtpUrl !== null) lines.push('', 'Try a mail:', mailCommand(first.mailAddress, smtpUrl));
  return lines;
}

/** The published example, as it stands in the API's own documentation. */
function ticketCommand(first: FirstStart, url: string): string {
  const body = {
    account_id: '',
    subject: 'my subject',
    msg: 'my description',
    owner: '',
    department_id: '',
    priority_id: '',
    status: '233476065495939904005866822871905093425',
    phone: '0549255555',
    email: '',
  };
  return `  TOKEN=$(curl -s -u ${first.clientId}:${first.clientSecret} -d grant_type=client_credentials ${url}/oauth/token | cut -d'"' -f4)
  curl ${url}/v2/tickets/create -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`;
}

function mailCommand(address: string, smtpUrl: string): string {
  return `  printf 'From: Dana <dana@example.com>\\nTo: ${address}\\nSubject: Where is my order?\\n\\nHello, it has not come yet.\\n' | curl ${smtpUrl} --mail-from dana@example.com --mail-rcpt ${address} -T -`;
}
