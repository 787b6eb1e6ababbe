import { hash } from 'node:crypto';
import type { Actor, Context } from '../../context.ts';
import type { Subscribe, TenantChange } from '../../database/changes.ts';
import { selectLiveToken } from './access-tokens.sql.ts';
import { touchApiClient } from './api-clients.sql.ts';
import { RateWindow } from './rate-window.ts';
import { effectiveScopes } from './tokens.service.ts';

/** A token is read again after this time, should a notice of its end ever have been lost. */
const readAgainMs = 60_000;
const mostKept = 50_000;
/** No token or secret of ours is longer; what is, is not worth a look into the database. */
const longestToken = 512;

export interface KnownClient {
  readonly actor: Extract<Actor, { kind: 'client' }>;
  readonly rate: RateWindow;
}

interface Kept {
  readonly client: KnownClient;
  readonly tenantId: string;
  readonly expiresAtMs: number;
  readonly readAgainAtMs: number;
}

export interface TokenKeeperOptions {
  readonly db: Context['db'];
  readonly subscribe: Subscribe;
  readonly defaultRequestsPerMinute: number;
  readonly now?: () => number;
}

/**
 * Who is behind a bearer token, kept in memory: each request of the public API passes here, so a known token costs a hash
 * and a look into a map. Changes of `settings` and `access` on any process end what is kept of their tenant.
 */
export class TokenKeeper {
  readonly #options: TokenKeeperOptions;
  readonly #now: () => number;
  readonly #kept = new Map<string, Kept>();
  readonly #loading = new Map<string, Promise<Kept | null>>();
  readonly #rates = new Map<string, RateWindow>();

  constructor(options: TokenKeeperOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    options.subscribe((heard) => this.#hear(heard));
  }

  /** The client, with this request counted in its rate; null for a token that is unknown, expired, revoked or another tenant's. */
  clientOfToken(tenantId: string, token: string): KnownClient | null | Promise<KnownClient | null> {
    if (token.length > longestToken) return null;
    const tokenHash = hash('sha256', token, 'base64');
    const kept = this.#kept.get(tokenHash);
    if (kept === undefined || kept.tenantId !== tenantId) return this.#loadAndCount(tenantId, tokenHash);
    const now = this.#now();
    if (now >= kept.expiresAtMs || now >= kept.readAgainAtMs) {
      this.#kept.delete(tokenHash);
      return this.#loadAndCount(tenantId, tokenHash);
    }
    return this.#count(kept, now);
  }

  async #loadAndCount(tenantId: string, tokenHash: string): Promise<KnownClient | null> {
    const key = `${tenantId} ${tokenHash}`;
    let loading = this.#loading.get(key);
    if (!loading) {
      const started = this.#load(tenantId, tokenHash).then((kept) => {
        // What began to load before a change was heard must not be kept after it.
        if (kept && this.#loading.get(key) === started) this.#keep(tokenHash, kept);
        return kept;
      });
      loading = started;
      this.#loading.set(key, started);
      const end = () => {
        if (this.#loading.get(key) === started) this.#loading.delete(key);
      };
      started.then(end, end);
    }
    const kept = await loading;
    return kept && this.#count(kept, this.#now());
  }

  async #load(tenantId: string, tokenHash: string): Promise<Kept | null> {
    const now = this.#now();
    const scope = { tenantId, db: this.#options.db };
    const row = await selectLiveToken(scope, Buffer.from(tokenHash, 'base64'), new Date(now));
    if (!row) return null;
    const actor = { kind: 'client' as const, id: row.id, scopes: new Set(effectiveScopes(row)) };
    const rate = this.#rateOf(row.id, row.requests_per_minute ?? this.#options.defaultRequestsPerMinute);
    const expiresAtMs = row.expires_at.getTime();
    return { client: { actor, rate }, tenantId, expiresAtMs, readAgainAtMs: now + readAgainMs };
  }

  #rateOf(clientId: string, limit: number): RateWindow {
    const known = this.#rates.get(clientId);
    const rate = known ?? new RateWindow(limit);
    if (!known) this.#rates.set(clientId, rate);
    if (rate.limit !== limit) rate.setLimit(limit);
    return rate;
  }

  #count({ client, tenantId }: Kept, now: number): KnownClient {
    if (client.rate.count(now)) this.#touch(tenantId, client.actor.id, now);
    return client;
  }

  // Once a minute per client, and nobody waits for it: it is for show in the settings.
  #touch(tenantId: string, clientId: string, now: number): void {
    touchApiClient({ tenantId, db: this.#options.db }, clientId, new Date(now)).catch(() => undefined);
  }

  #keep(tokenHash: string, kept: Kept): void {
    this.#kept.set(tokenHash, kept);
    if (this.#kept.size <= mostKept) return;
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined) this.#kept.delete(oldest);
  }

  #hear({ tenantId, change }: TenantChange): void {
    if (tenantId !== '*' && !['settings', 'access'].includes(change.kind)) return;
    this.#loading.clear();
    for (const [tokenHash, kept] of this.#kept) {
      if (tenantId === '*' || kept.tenantId === tenantId) this.#kept.delete(tokenHash);
    }
  }
}

export function makeTokenKeeper(options: TokenKeeperOptions): TokenKeeper {
  return new TokenKeeper(options);
}
