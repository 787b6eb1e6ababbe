import { Resolver } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import { imageTypeOf } from './image-kind.ts';
import { isPublicAddress } from './public-address.ts';
import { Turns } from './turns.ts';

export interface RemoteImage {
  readonly type: string;
  readonly content: Buffer;
}

/** Fetches a picture for somebody of a tenant; null when it can't be had, is none, or lies where we do not go. */
export type FetchImage = (
  tenantId: string,
  address: string,
  gone: AbortSignal,
) => Promise<RemoteImage | null>;

/** What of the world can be reached. Only tests have another than `publicWorld`. */
export interface OutsideWorld {
  addressesOf(hostName: string): Promise<string[]>;
  mayConnect(address: string, port: number): boolean;
}

/** Asks name servers only: what this machine calls its own, in its hosts file, is nobody else's. */
export const publicWorld: OutsideWorld = {
  async addressesOf(hostName) {
    const resolver = new Resolver({ timeout: 2000, tries: 2 });
    const found = await Promise.allSettled([resolver.resolve4(hostName), resolver.resolve6(hostName)]);
    return found.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  },
  mayConnect: (address, port) => (port === 80 || port === 443) && isPublicAddress(address),
};

const mostBytes = 5 * 1024 * 1024;
const mostRedirects = 3;
const patienceMs = 10_000;

class Refusal extends Error {}

/**
 * Each address on the way, redirects too, is resolved here, every one of its IP addresses checked, and the connection made to
 * none but these: a name that changes its mind between check and connection gains nothing.
 */
export function makeImageFetcher(world: OutsideWorld = publicWorld, times = { patienceMs }): FetchImage {
  const turns = new Turns({ atOnce: 8, mostWaiting: 200 });
  return (tenantId, address, gone) =>
    turns.take(tenantId, async () => {
      const ended = AbortSignal.any([gone, AbortSignal.timeout(times.patienceMs)]);
      try {
        return await unlessEnded(follow(world, address, ended), ended);
      } catch {
        // Why is told to nobody: what stands behind a door is not to be learnt by knocking at it.
        return null;
      }
    });
}

/** Name servers may take longer than we wait. */
async function unlessEnded<T>(work: Promise<T>, ended: AbortSignal): Promise<T> {
  const over = new Promise<never>((_, reject) => {
    const end = () => reject(new Refusal('it took too long'));
    if (ended.aborted) end();
    ended.addEventListener('abort', end, { once: true });
  });
  return Promise.race([work, over]);
}

async function follow(world: OutsideWorld, address: string, ended: AbortSignal): Promise<RemoteImage> {
  ended.throwIfAborted();
  let url = new URL(address);
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const response = await ask(world, url, ended);
    const { statusCode = 0 } = response;
    const { location } = response.headers;
    if (statusCode < 300 || statusCode >= 400 || location === undefined) return pictureOf(response);
    response.destroy();
    url = new URL(location, url);
  }
  throw new Refusal('too many redirects');
}

async function ask(world: OutsideWorld, url: URL, ended: AbortSignal): Promise<http.IncomingMessage> {
  const isTls = url.protocol === 'https:';
  if (!isTls && url.protocol !== 'http:') throw new Refusal('another protocol');
  const port = Number(url.port || (isTls ? 443 : 80));
  // The parser has put decimal, octal and hexadecimal notations in the usual form.
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) === 0 ? await world.addressesOf(host) : [host];
  if (addresses.length === 0 || !addresses.every((one) => world.mayConnect(one, port)))
    throw new Refusal('not a public address');
  const known = addresses.map((one) => ({ address: one, family: isIP(one) }));
  ended.throwIfAborted();
  return new Promise((resolve, reject) => {
    const request = (isTls ? https : http).request({
      host,
      port,
      path: url.pathname + url.search,
      // Nothing of ours, of the reader or of an earlier answer: no cookie, no referrer, no name.
      headers: {
        'user-agent': 'Mozilla/5.0',
        accept: 'image/avif,image/webp,image/png,image/jpeg,image/gif',
        'accept-encoding': 'identity',
      },
      lookup: (_host, { all }, done) => {
        const [first] = known;
        if (all) done(null, known);
        else done(null, first?.address ?? '', first?.family);
      },
      agent: false,
      signal: ended,
    });
    request.on('response', resolve).on('error', reject).end();
  });
}

async function pictureOf(response: http.IncomingMessage): Promise<RemoteImage> {
  const coding = response.headers['content-encoding'] ?? 'identity';
  const isWanted = response.statusCode === 200 && /^identity$/i.test(coding);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    if (!isWanted || Number(response.headers['content-length'] ?? 0) > mostBytes)
      throw new Refusal('no picture');
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > mostBytes) throw new Refusal('too large');
      chunks.push(chunk);
    }
  } finally {
    response.destroy();
  }
  const content = Buffer.concat(chunks);
  const type = imageTypeOf(content);
  if (type === null) throw new Refusal('no picture of dots');
  return { type, content };
}
