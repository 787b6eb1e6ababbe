import { Resolver } from 'node:dns/promises';
import { type Place, placeOf } from './places.ts';
import { type MailProviders, mailProviders } from './providers.ts';
import { makeSender } from './send.ts';
import { SenderPool } from './sender-pool.ts';
import { TokenCache } from './token-cache.ts';

/** What a process has of the world of mail outside. */
export interface MailOutside {
  readonly providers: MailProviders;
  readonly tokens: TokenCache;
  readonly senders: SenderPool;
  /** Certificates trusted besides those of the system. */
  readonly ca: string | undefined;
  /** Throws PrivatePlaceError for what tenants must not reach. */
  placeOf(host: string): Promise<Place>;
  /** The TXT records at a name, the pieces of each put together. */
  textRecords(name: string): Promise<string[]>;
  close(): void;
}

export interface OutsideSettings {
  readonly privateMailServers: boolean;
  readonly outgoingSmtpUrl: string | null;
}

/** Only a test says where else things are: no setting and no tenant does. */
export interface OutsideOfTests {
  readonly providers?: MailProviders;
  readonly ca?: string;
  readonly nameServers?: readonly string[];
}

const dnsPatienceMs = 3000;
const dnsTries = 2;

export function mailOutside(settings: OutsideSettings, tests: OutsideOfTests = {}): MailOutside {
  const { outgoingSmtpUrl: url } = settings;
  const senders = new SenderPool(url === null ? null : makeSender(url));
  return {
    providers: tests.providers ?? mailProviders,
    tokens: new TokenCache(),
    senders,
    ca: tests.ca,
    placeOf: (host) => placeOf(host, settings.privateMailServers),
    async textRecords(name) {
      // A resolver of its own each time: the system's name servers may have changed since.
      const resolver = new Resolver({ timeout: dnsPatienceMs, tries: dnsTries });
      if (tests.nameServers) resolver.setServers([...tests.nameServers]);
      return (await resolver.resolveTxt(name)).map((pieces) => pieces.join(''));
    },
    close: () => senders.close(),
  };
}
