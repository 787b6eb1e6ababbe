import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What goes wrong with each connection that comes from now on. */
export type Fault =
  | { readonly kind: 'none' }
  /** Cut after so many bytes of the server's; the next connection gets through more. */
  | { readonly kind: 'cut'; bytes: number; readonly grows: number }
  /** So many bytes at a time, with a pause between. */
  | { readonly kind: 'slow'; readonly bytes: number; readonly pauseMs: number }
  /** The server says good-bye instead of a greeting. */
  | { readonly kind: 'bye' }
  | { readonly kind: 'refuse' }
  /** Nothing is ever said. */
  | { readonly kind: 'hang' };

export interface FaultyProxy extends AsyncDisposable {
  readonly port: number;
  /** Connections that are open now, and all there were. */
  readonly open: () => number;
  readonly total: () => number;
  set(fault: Fault): void;
  /** Cuts what is open. */
  cutAll(): void;
  close(): Promise<void>;
}

/** Stands between the app and a server, and fails as networks do. */
export async function startProxy(target: number): Promise<FaultyProxy> {
  let fault: Fault = { kind: 'none' };
  let total = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    total += 1;
    sockets.add(client);
    client.on('error', () => undefined).on('close', () => sockets.delete(client));
    pass(client, target, fault);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const close = async () => {
    cutAll();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
  };
  return {
    port: (server.address() as AddressInfo).port,
    open: () => sockets.size,
    total: () => total,
    set: (next) => {
      fault = next;
    },
    cutAll,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function pass(client: Socket, target: number, fault: Fault): void {
  if (fault.kind === 'refuse') return void client.destroy();
  if (fault.kind === 'hang') return;
  if (fault.kind === 'bye') return void client.end('* BYE the server is being shut down\r\n');
  const upstream = connect(target, '127.0.0.1');
  upstream.on('error', () => client.destroy()).on('close', () => client.destroy());
  client.on('close', () => upstream.destroy());
  client.pipe(upstream);
  if (fault.kind === 'none') return void upstream.pipe(client);
  if (fault.kind === 'slow') return void slowly(upstream, client, fault);
  let left = fault.bytes;
  fault.bytes = Math.ceil(fault.bytes * fault.grows);
  upstream.on('data', (chunk) => {
    client.write(chunk.subarray(0, Math.max(0, left)), () => left <= 0 && client.destroy());
    left -= chunk.length;
  });
}

function slowly(
  upstream: Socket,
  client: Socket,
  { bytes, pauseMs }: { bytes: number; pauseMs: number },
): void {
  upstream.on('data', (chunk) => {
    upstream.pause();
    const send = (from: number) => {
      if (client.destroyed) return;
      client.write(chunk.subarray(from, from + bytes));
      if (from + bytes < chunk.length) setTimeout(send, pauseMs, from + bytes);
      else setTimeout(() => upstream.resume(), pauseMs);
    };
    send(0);
  });
}
