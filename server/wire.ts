import { wireIdOf } from '../shared/id.ts';
import type { ActorShown } from '../shared/messages.ts';
import type { TenantLists } from './context.ts';

// Database values as the wire shows them.

export const wireOrNull = (uuid: string | null): string | null => (uuid === null ? null : wireIdOf(uuid));
export const isoOrNull = (at: Date | null): string | null => at?.toISOString() ?? null;

/** An actor as history keeps it ("user:<uuid>", "client:<uuid>", "account:<uuid>", "sender", "system"), for people. */
export function actorShown(
  actor: string,
  lists: TenantLists,
  names: ReadonlyMap<string, string>,
): ActorShown {
  const [kind = 'system', id = null] = actor.split(':');
  if (kind === 'user' && id !== null) {
    return { kind: 'user', id: wireIdOf(id), name: lists.users.get(id)?.name ?? '' };
  }
  if (kind === 'client' && id !== null)
    return { kind: 'client', id: wireIdOf(id), name: names.get(actor) ?? '' };
  if (kind === 'account' && id !== null)
    return { kind: 'customer', id: wireIdOf(id), name: names.get(actor) ?? '' };
  return { kind: kind === 'sender' ? 'customer' : 'system', id: null, name: '' };
}
