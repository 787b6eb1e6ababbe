import type { FastifyRequest } from 'fastify';
import type { ResourceDescription } from '../../shared/v2-lists.ts';
import { type Link, type OffsetPaging, pageLimits } from '../../shared/v2-page.ts';

/** Scheme and host as the caller knows us, without a slash at the end: the configured address, else what the request says. */
export function publicBase(request: FastifyRequest): string {
  const { publicUrl } = request.server;
  if (publicUrl !== null && request.isAtPublicUrl) return publicUrl;
  // A proxy may pass on what its caller wrote as X-Forwarded-Proto.
  const scheme = String(request.protocol) === 'https' ? 'https' : 'http';
  return `${scheme}://${request.host}`;
}

/** A list that is paged by offset in the ORDS manner. `path` is that of the resource, beginning with `/v2/`. */
export interface Listing<Item> {
  readonly base: string;
  readonly path: string;
  readonly paging: OffsetPaging;
  /** All rows, in their display order. */
  readonly items: readonly Item[];
}

export interface Page<Item> {
  items: Item[];
  hasMore: boolean;
  limit: number;
  offset: number;
  count: number;
  links: Link[];
}

/** One page of a list with its links, in the published key order. */
export function pageOfListing<Item>(listing: Listing<Item>): Page<Item> {
  const { limit: asked, offset = 0 } = listing.paging;
  const limit = Math.min(asked ?? pageLimits.usual, pageLimits.most);
  const items = listing.items.slice(offset, offset + limit);
  const hasMore = offset + limit < listing.items.length;
  const self = listing.base + listing.path;
  const sent = asked === undefined ? '' : `limit=${limit}`;
  const at = (to: number) => `${self}?offset=${to}${sent && `&${sent}`}`;
  const links: Link[] = [
    { rel: 'self', href: self },
    { rel: 'describedby', href: catalogHref(listing.base, listing.path.slice('/v2/'.length)) },
    { rel: 'first', href: sent ? `${self}?${sent}` : self },
  ];
  if (hasMore) links.push({ rel: 'next', href: at(offset + limit) });
  if (offset > 0) links.push({ rel: 'prev', href: at(Math.max(0, offset - limit)) });
  return { items, hasMore, limit, offset, count: items.length, links };
}

/** The columns that are no texts. */
const types: Readonly<Record<string, string>> = {
  created: 'TIMESTAMP',
  updated: 'TIMESTAMP',
  waiting_since: 'TIMESTAMP',
  at: 'TIMESTAMP',
  number: 'NUMBER',
  is_handled: 'BOOLEAN',
  detail: 'JSON',
};

/** A resource at `path`, beginning with `/v2/`, and the name of its description under `/v2/metadata-catalog/`. */
export interface Resource {
  readonly base: string;
  readonly path: string;
  readonly catalog: string;
}

/** What a `describedby` link leads to: the resource's columns. */
export function descriptionOf(
  { base, path, catalog }: Resource,
  members: readonly string[],
): ResourceDescription {
  return {
    name: path.split('/').at(-1) ?? '',
    primarykey: ['id'],
    members: members.map((name) => ({ name, type: types[name] ?? 'VARCHAR2' })),
    links: [
      { rel: 'canonical', href: catalogHref(base, catalog) },
      { rel: 'describes', href: base + path },
    ],
  };
}

function catalogHref(base: string, catalog: string): string {
  return `${base}/v2/metadata-catalog/${catalog}`;
}

/** An instant as the published lists write it: whole seconds, in UTC. */
export function secondsInstant(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}
