import { createHash, createVerify, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { MailPlace, MailProviders } from '../mail/providers.ts';

/** Google's and Microsoft's pages and token endpoints, and what a mail server asks about a token. */
export interface FakeProvider {
  readonly url: string;
  readonly client: { readonly id: string; readonly secret: string };
  /** Every form that the token endpoints got, in order. */
  readonly asked: readonly Record<string, string>[];
  /** As it is from now on. */
  readonly mood: Mood;
  /** Whose mailbox a token opens; null: nobody's. */
  userOf(token: string): string | null;
  /** All access tokens end now. */
  endAccess(): void;
  /** All refresh tokens are taken back. */
  takeBack(): void;
  close(): Promise<void>;
}

interface Mood {
  /** Each refresh token is good for one use. */
  rotates: boolean;
  lifeSeconds: number;
  /** What the token endpoints do instead of answering. */
  trouble: null | 'unavailable' | 'hang up';
  /** Whom the organisation's application acts for. */
  appUser: string;
  /** Of the service account: PEM. */
  servicePublicKey: string;
}

interface Asked {
  readonly challenge: string;
  readonly redirectUrl: string;
  readonly user: string;
}

// long: the few doors of a provider, and what they all know
export async function startProvider(): Promise<FakeProvider> {
  const client = { id: `client-${random()}`, secret: `secret-${random()}` };
  const mood: Mood = {
    rotates: false,
    lifeSeconds: 3600,
    trouble: null,
    appUser: '',
    servicePublicKey: '',
  };
  const codes = new Map<string, Asked>();
  const access = new Map<string, string>();
  const refresh = new Map<string, string>();
  const asked: Record<string, string>[] = [];

  const grant = (user: string, isLasting: boolean) => {
    const token = `access-${random()}`;
    access.set(token, user);
    const lasting = `refresh-${random()}`;
    if (isLasting) refresh.set(lasting, user);
    return {
      access_token: token,
      token_type: 'Bearer',
      expires_in: mood.lifeSeconds,
      ...(isLasting && { refresh_token: lasting }),
    };
  };
  const isClient = (form: Form) => form.client_id === client.id && form.client_secret === client.secret;
  const grants: Record<string, (form: Form) => object | string> = {
    authorization_code(form) {
      const given = codes.get(form.code ?? '');
      codes.delete(form.code ?? '');
      if (!isClient(form)) return 'invalid_client';
      const challenge = createHash('sha256')
        .update(form.code_verifier ?? '')
        .digest('base64url');
      const isRight = given?.challenge === challenge && given.redirectUrl === form.redirect_uri;
      return given && isRight ? grant(given.user, true) : 'invalid_grant';
    },
    refresh_token(form) {
      const user = refresh.get(form.refresh_token ?? '');
      if (!isClient(form)) return 'invalid_client';
      if (user === undefined) return 'invalid_grant';
      if (mood.rotates) refresh.delete(form.refresh_token ?? '');
      return grant(user, mood.rotates);
    },
    client_credentials: (form) => (isClient(form) ? grant(mood.appUser, false) : 'invalid_client'),
    'urn:ietf:params:oauth:grant-type:jwt-bearer'(form) {
      const [head = '', claims = '', signature = ''] = (form.assertion ?? '').split('.');
      const isRight = createVerify('RSA-SHA256')
        .update(`${head}.${claims}`)
        .verify(mood.servicePublicKey, signature, 'base64url');
      const { sub } = JSON.parse(Buffer.from(claims, 'base64url').toString());
      return isRight ? grant(sub, false) : 'invalid_grant';
    },
  };
  const answerToken = async (request: IncomingMessage, response: ServerResponse) => {
    const form: Form = Object.fromEntries(new URLSearchParams(await text(request)));
    asked.push({ ...form, path: request.url ?? '' });
    if (mood.trouble === 'hang up') return void request.socket.destroy();
    if (mood.trouble === 'unavailable') return say(response, 503, { error: 'temporarily_unavailable' });
    const answer = grants[form.grant_type ?? '']?.(form) ?? 'unsupported_grant_type';
    if (typeof answer !== 'string') return say(response, 200, answer);
    say(response, 400, { error: answer, error_description: `told: ${answer}` });
  };
  const authorize = ({ searchParams: given }: URL, response: ServerResponse) => {
    const code = random();
    const user = given.get('login_hint') ?? '';
    const redirectUrl = given.get('redirect_uri') ?? '';
    codes.set(code, { challenge: given.get('code_challenge') ?? '', redirectUrl, user });
    const back = new URL(redirectUrl);
    back.search = String(new URLSearchParams({ state: given.get('state') ?? '', code, scope: 'x' }));
    response.writeHead(302, { location: back.href }).end();
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://provider');
    if (url.pathname.endsWith('/authorize')) return authorize(url, response);
    if (url.pathname.endsWith('/token')) return void answerToken(request, response);
    const user = access.get(url.searchParams.get('token') ?? '');
    say(response, 200, user === undefined ? { active: false } : { active: true, email: user });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    client,
    asked,
    mood,
    userOf: (token) => access.get(token) ?? null,
    endAccess: () => access.clear(),
    takeBack: () => refresh.clear(),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

type Form = Record<string, string>;

const random = () => randomBytes(9).toString('hex');

function say(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Both providers as the fake is them, their mailboxes at the given servers. */
export function providersAt(
  { url }: FakeProvider,
  { imap, smtp }: Record<'imap' | 'smtp', MailPlace>,
): MailProviders {
  const common = { isPlain: true, imap, smtp, scope: 'mail offline_access', appScope: 'app' };
  return {
    google: {
      ...common,
      issuer: `${url}/google`,
      authorizeUrl: () => `${url}/google/authorize`,
      tokenUrl: () => `${url}/google/token`,
      parameters: { access_type: 'offline' },
    },
    microsoft: {
      ...common,
      issuer: `${url}/microsoft`,
      authorizeUrl: ({ directory }) => `${url}/microsoft/${directory}/authorize`,
      tokenUrl: ({ directory }) => `${url}/microsoft/${directory}/token`,
      parameters: {},
    },
  };
}
