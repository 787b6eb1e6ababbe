import type { Readable } from 'node:stream';
import type { Kysely } from 'kysely';
import type { StatusType } from '../shared/lists.ts';
import type { Change } from '../shared/live.ts';
import { type Permission, permissionsOfRole, type Role } from '../shared/permissions.ts';
import type { BatchWriter } from './database/batch.ts';
import type { DB } from './database/schema.ts';
import type { Log } from './log.ts';
import type { MailOutside } from './mail/outside.ts';
import { Problem } from './problem.ts';
import type { Secrets } from './secrets.ts';

/** Who acts: a person of the business, an API client, or Pniya itself. Ids are database uuids. */
export type Actor =
  | { readonly kind: 'user'; readonly id: string; readonly role: Role }
  | { readonly kind: 'client'; readonly id: string; readonly scopes: ReadonlySet<string> }
  | { readonly kind: 'system' };

/** Puts work in a queue, in the caller's transaction. */
export interface Jobs {
  enqueue(db: Kysely<DB>, queue: string, payloads: readonly object[], startAfter?: Date): Promise<void>;
}

/** As a whole, or as it comes. */
export type Content = Buffer | AsyncIterable<Buffer | string>;

/** Content-addressed files, durable before `keep` answers. */
export interface FileStore {
  /** Writes and fsyncs; the name is the SHA-256 of the content. */
  keep(tenantId: string, content: Content): Promise<{ sha256: Buffer; bytes: number }>;
  read(tenantId: string, sha256: Buffer): Promise<Buffer>;
  stream(tenantId: string, sha256: Buffer): Promise<Readable>;
  /** Takes a file away that nothing names any more, unless its content was kept (again) after `keptBefore`. */
  discard(tenantId: string, sha256: Buffer, keptBefore: Date): Promise<void>;
}

export interface ListRow {
  readonly id: string;
  readonly name: string;
  readonly isActive: boolean;
}
export interface StatusRow extends ListRow {
  readonly type: StatusType;
}
export interface UserRow extends ListRow {
  readonly email: string;
  readonly role: Role;
  readonly createdAt: Date;
}

/** A tenant's lists and users by database uuid, each map in display order. */
export interface TenantLists {
  readonly departments: ReadonlyMap<string, ListRow>;
  readonly priorities: ReadonlyMap<string, ListRow>;
  readonly statuses: ReadonlyMap<string, StatusRow>;
  readonly accountStatuses: ReadonlyMap<string, ListRow>;
  readonly accountTypes: ReadonlyMap<string, ListRow>;
  readonly users: ReadonlyMap<string, UserRow>;
  /** ISO 3166 code of the country whose phone numbers need no country code. */
  readonly phoneRegion: string;
  /** IANA name. */
  readonly timezone: string;
}

/** The small cache of lists; a change anywhere is seen by the next request. */
export interface ListReader {
  of(tenantId: string): Promise<TenantLists>;
}

/** What every verb of the desk gets first: whose data, who acts, and the means to act. */
export interface Context {
  readonly tenantId: string;
  readonly actor: Actor;
  readonly db: Kysely<DB>;
  readonly writer: BatchWriter;
  readonly jobs: Jobs;
  readonly files: FileStore;
  readonly secrets: Secrets;
  readonly mail: MailOutside;
  readonly lists: ListReader;
  readonly log: Log;
  /** Tells every process and console that something changed; inside a transaction, after its commit. */
  announce(change: Change): void;
  now(): Date;
}

/** What the process owns, from which contexts are made. */
export type Means = Omit<Context, 'tenantId' | 'actor' | 'announce'> & {
  announce(tenantId: string, change: Change): void;
};

export function contextOf(means: Means, tenantId: string, actor: Actor): Context {
  return { ...means, tenantId, actor, announce: (change) => means.announce(tenantId, change) };
}

/** A context as means, for verbs below that take several tenants' things: what they announce is told of this one. */
export function meansOf(ctx: Context): Means {
  return { ...ctx, announce: (_tenantId, change) => ctx.announce(change) };
}

/** Runs a verb in one transaction (the surrounding one if there is one); what it announces goes out after the commit. */
export async function inTransaction<T>(ctx: Context, verb: (ctx: Context) => Promise<T>): Promise<T> {
  if (ctx.db.isTransaction) return verb(ctx);
  const announced: Change[] = [];
  const result = await ctx.db
    .transaction()
    .execute((db) => verb({ ...ctx, db, announce: (change) => announced.push(change) }));
  for (const change of announced) ctx.announce(change);
  return result;
}

export function may(ctx: Context, permission: Permission): boolean {
  if (ctx.actor.kind === 'system') return true;
  if (ctx.actor.kind === 'client') return ctx.actor.scopes.has(permission);
  return permissionsOfRole[ctx.actor.role].includes(permission);
}

/** The check that each verb begins with. Throws forbidden: insufficient_scope for API clients, not_permitted for people. */
export function requirePermission(ctx: Context, permission: Permission): void {
  if (may(ctx, permission)) return;
  throw new Problem('forbidden', ctx.actor.kind === 'client' ? 'insufficient_scope' : 'not_permitted');
}

/** The actor as history keeps it. */
export function actorText(actor: Actor): string {
  return actor.kind === 'system' ? 'system' : `${actor.kind}:${actor.id}`;
}
