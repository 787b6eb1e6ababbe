import type { Means } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { keepDuplicates, type Pending, takeArrivals } from '../intake/interpret.service.ts';
import { copiesIn, insertSightings, type Place, sightedAt } from './sightings.sql.ts';

/** A mail of a mailbox whose bytes are durable in the file store. */
export interface SeenMail {
  readonly place: Place;
  readonly role: string;
  readonly receivedAt: Date;
  readonly sha256: Buffer;
  readonly bytes: number;
  /** Nothing is to be done with it in the mailbox. */
  readonly isMarked: boolean;
  /** The mail at `copyOf` was asked for, and is still there: this one is a second copy. */
  readonly isCopy: boolean;
}

/** `copyOf`: nothing was written; the same content lies at that UID of the folder, if it is still there. */
export type SeenOutcome = { readonly isNew: boolean } | { readonly copyOf: number };

/**
 * Records a mail and where it lies: its ledger row, its job and its sighting are committed when this answers. What the
 * mailbox's ledger has already gets a further sighting, unless it is a second copy in the same folder: that is a duplicate.
 */
export function recordSeen(means: Means, mail: SeenMail): Promise<SeenOutcome> {
  const run = (mails: readonly SeenMail[]) => writeSeen(means, mails);
  return means.writer.write({ name: 'seen', run }, mail);
}

interface Arriving {
  readonly at: number;
  readonly mail: SeenMail;
  readonly pending: Pending;
}

function writeSeen(means: Means, mails: readonly SeenMail[]): Promise<SeenOutcome[]> {
  return means.db.transaction().execute(async (db) => {
    // A process that lost its lease may have taken it meanwhile.
    const sighted = await sightedAt(
      db,
      mails.map(({ place }) => place),
    );
    const arriving = mails.flatMap((mail, at): Arriving[] =>
      sighted.has(at) ? [] : [{ at, mail, pending: pendingOf(mail) }],
    );
    const outcomes: SeenOutcome[] = mails.map(() => ({ isNew: false }));
    if (arriving.length === 0) return outcomes;
    const taken = await takeArrivals(
      means,
      db,
      arriving.map(({ pending }) => pending),
    );
    const placed = arriving.map(({ mail }, index) => ({
      ...mail.place,
      intake_id: taken[index]?.intakeId ?? '',
    }));
    const copies = await copiesIn(db, placed);
    const here = new Map<string, number>(); // what this batch itself puts into a folder
    const duplicates: Pending[] = [];
    const sightings = arriving.flatMap(({ at, mail, pending }, index) => {
      const intakeId = taken[index]?.intakeId ?? pending.id;
      const isNew = taken[index]?.isNew === true;
      const key = `${mail.place.mailbox_id} ${mail.place.uidvalidity} ${mail.place.folder} ${intakeId}`;
      const copyOf = isNew ? undefined : (copies.get(index) ?? here.get(key));
      if (copyOf !== undefined && !mail.isCopy) {
        outcomes[at] = { copyOf };
        return [];
      }
      if (copyOf === undefined) here.set(key, mail.place.uid);
      else duplicates.push(pending);
      outcomes[at] = { isNew };
      const row = copyOf === undefined ? intakeId : pending.id;
      return [
        { ...mail.place, intake_id: row, seen_at: means.now().toISOString(), is_marked: mail.isMarked },
      ];
    });
    if (duplicates.length > 0) await keepDuplicates(means, db, duplicates);
    await insertSightings(db, sightings);
    return outcomes;
  });
}

function pendingOf({ place, role, receivedAt, sha256, bytes }: SeenMail): Pending {
  const { folder, uidvalidity, uid } = place;
  return {
    id: newId(),
    item: {
      tenantId: place.tenant_id,
      channel: 'email',
      source: place.mailbox_id,
      externalKey: null,
      rawSha256: sha256,
      rawBytes: bytes,
      envelope: { via: 'imap', folder, folder_role: role, uidvalidity, uid },
      receivedAt,
    },
  };
}
