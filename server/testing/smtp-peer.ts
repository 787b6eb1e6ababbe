import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import type { SunkMail } from './mail-sink.ts';

/** Another's mail server for outgoing mail, which wants us to sign in. */
export interface SmtpPeer {
  readonly port: number;
  readonly inbox: readonly (SunkMail & { readonly user: string })[];
  close(): Promise<void>;
}

type IsRight = (given: { method: string; username: string; secret: string }) => boolean;

/** `tls`: nobody signs in before STARTTLS; with this certificate, else with one that nobody trusts. */
export async function startSmtpPeer(
  isRight: IsRight,
  tls?: { key?: string; cert?: string },
): Promise<SmtpPeer> {
  const inbox: (SunkMail & { user: string })[] = [];
  const server = new SMTPServer({
    authMethods: ['PLAIN', 'LOGIN', 'XOAUTH2'],
    ...(tls ?? { disabledCommands: ['STARTTLS'] }),
    allowInsecureAuth: tls === undefined,
    disableReverseLookup: true,
    onAuth({ method, username, password, accessToken }, _session, done) {
      const secret = (method === 'XOAUTH2' ? accessToken : password) ?? '';
      if (isRight({ method, username: username ?? '', secret })) return done(null, { user: username ?? '' });
      done(null, { data: { status: '401', schemes: 'bearer' }, message: 'Invalid login' });
    },
    onData(stream, { envelope, user }, done) {
      void buffer(stream).then((raw) => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        const to = envelope.rcptTo.map(({ address }) => address);
        inbox.push({ from, to, raw, user: String(user) });
        done(null, '2.0.0 queued as 77AB');
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    inbox,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
