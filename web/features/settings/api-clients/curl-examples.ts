/** What a shell takes between single quotes, whatever the text has in it. */
const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The call that gets an access token, ready for a shell. */
export function tokenExample(origin: string, clientId: string, secret: string): string {
  return [
    `curl -s ${origin}/oauth/token \\`,
    `  -u ${quoted(`${clientId}:${secret}`)} \\`,
    '  -d grant_type=client_credentials',
  ].join('\n');
}

/** The call that opens a ticket, ready for a shell where $TOKEN holds the access token. */
export function createExample(origin: string, subject: string, statusId: string): string {
  return [
    `curl -s ${origin}/v2/tickets/create \\`,
    '  -H "Authorization: Bearer $TOKEN" \\',
    "  -H 'Content-Type: application/json' \\",
    `  -d ${quoted(JSON.stringify({ subject, status: statusId }))}`,
  ].join('\n');
}
