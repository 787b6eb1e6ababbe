import { createHash, randomInt } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { createServer as createTlsServer } from 'node:tls';
import { testCertificate } from './test-certificate.ts';

export interface FakeAsteriskOptions {
  readonly username: string;
  readonly secret: string;
  readonly hasChallenge?: boolean;
  /** Answers no ping. */
  readonly isDeaf?: boolean;
  readonly banner?: string;
  /** With a certificate of localhost, signed by itself. */
  readonly isTls?: boolean;
}

/** An Asterisk's manager interface, as its documents have it: a banner, then actions and events in blocks of lines. */
export interface FakeAsterisk extends AsyncDisposable {
  readonly port: number;
  /** How each sign-in that was let in proved itself. */
  readonly signedIn: ('MD5' | 'plain')[];
  refused: number;
  /** To all who are signed in; in pieces of so many bytes. */
  send(events: readonly Readonly<Record<string, string>>[], pieceBytes?: number): Promise<void>;
  cutAll(): void;
  stopListening(): Promise<void>;
  listenAgain(): Promise<void>;
}

const block = (fields: Readonly<Record<string, string>>) =>
  `${Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\r\n')}\r\n\r\n`;

/** Nothing is said in the middle of a block that travels in pieces. */
function heldBack() {
  const held = new Map<Socket, string[]>();
  return {
    hold: (socket: Socket) => void held.set(socket, []),
    release(socket: Socket) {
      for (const text of held.get(socket) ?? []) socket.write(text);
      held.delete(socket);
    },
    say(socket: Socket, text: string) {
      const waiting = held.get(socket);
      if (waiting) waiting.push(text);
      else socket.write(text);
    },
  };
}

export async function startFakeAsterisk(options: FakeAsteriskOptions): Promise<FakeAsterisk> {
  const sockets = new Set<Socket>();
  const door = heldBack();
  const ready = new Set<Socket>();
  const heard = (socket: Socket) => {
    sockets.add(socket);
    const gone = () => {
      sockets.delete(socket);
      ready.delete(socket);
    };
    socket.on('close', gone).on('error', gone);
    serve(socket, options, {
      say: (text) => door.say(socket, text),
      letIn(way) {
        fake.signedIn.push(way);
        ready.add(socket);
      },
      refuse() {
        fake.refused += 1;
      },
    });
  };
  const server: Server = options.isTls ? createTlsServer(testCertificate, heard) : createServer(heard);
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  await listen(0);
  const { port } = server.address() as { port: number };
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const stopListening = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      cutAll();
    });
  const fake: FakeAsterisk = {
    ...{ port, signedIn: [], refused: 0, cutAll, stopListening },
    listenAgain: () => listen(port),
    async send(events, pieceBytes = 65_536) {
      const bytes = Buffer.from(events.map(block).join(''));
      const said = [...ready];
      for (const socket of said) door.hold(socket);
      for (let at = 0; at < bytes.length; at += pieceBytes) {
        for (const socket of said) socket.write(bytes.subarray(at, at + pieceBytes));
        await setImmediate();
      }
      for (const socket of said) door.release(socket);
    },
    [Symbol.asyncDispose]: () => (server.listening ? stopListening() : Promise.resolve()),
  };
  return fake;
}

interface Door {
  say(text: string): void;
  letIn(way: 'MD5' | 'plain'): void;
  refuse(): void;
}

function serve(socket: Socket, options: FakeAsteriskOptions, door: Door): void {
  const {
    username,
    secret,
    hasChallenge = true,
    isDeaf = false,
    banner = 'Asterisk Call Manager/9.0.0',
  } = options;
  const challenge = String(randomInt(100_000_000));
  socket.setNoDelay(true).write(`${banner}\r\n`);
  let rest = '';
  socket.on('data', (piece) => {
    rest += piece.toString('utf8');
    const blocks = rest.split('\r\n\r\n');
    rest = blocks.pop() ?? '';
    for (const text of blocks) answer(fieldsOf(text));
  });

  function answer(asked: ReadonlyMap<string, string>): void {
    const action = asked.get('action')?.toLowerCase();
    const id = asked.get('actionid');
    const say = (fields: Record<string, string>) =>
      door.say(block({ ...fields, ...(id !== undefined && { ActionID: id }) }));
    if (action === 'ping') {
      if (!isDeaf) say({ Response: 'Success', Ping: 'Pong', Timestamp: '1791105091.000000' });
    } else if (action === 'challenge') {
      if (hasChallenge) say({ Response: 'Success', Challenge: challenge });
      else say({ Response: 'Error', Message: 'Must specify AuthType' });
    } else if (action === 'login') signIn(asked, say);
  }

  function signIn(asked: ReadonlyMap<string, string>, say: (fields: Record<string, string>) => void): void {
    const key = createHash('md5')
      .update(challenge + secret)
      .digest('hex');
    const isMd5 = asked.get('authtype') === 'MD5';
    const isProved = isMd5 ? asked.get('key') === key : asked.get('secret') === secret;
    if (asked.get('username') !== username || !isProved) {
      door.refuse();
      say({ Response: 'Error', Message: 'Authentication failed' });
      return;
    }
    say({ Response: 'Success', Message: 'Authentication accepted' });
    socket.write(block({ Event: 'FullyBooted', Privilege: 'system,all', Status: 'Fully Booted' }));
    door.letIn(isMd5 ? 'MD5' : 'plain');
  }
}

function fieldsOf(text: string): Map<string, string> {
  return new Map(
    text.split('\r\n').map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}
