import type { ExchangeSettings } from './adapter.ts';
import type { AmiBlock } from './ami-blocks.ts';
import { recordEvent, rowOfAmi } from './ami-cdr.ts';
import { isExtension, peerOf } from './asterisk-names.ts';
import { cdrOf } from './cdr-row.ts';
import { type PhoneEvent, phoneEvent } from './event.ts';
import { UnreadableRecordError } from './exchange-records.ts';

/** What is known of a journey's first channel while it lasts. */
interface Root {
  readonly isOut: boolean;
  readonly peer: string | null;
}

const mostRoots = 10_000;
/** Of the channels of these journeys. */
const mostChannels = 50_000;
const answeredStatus = 'ANSWER';
const busyCause = '17'; // Q.850

/**
 * What the manager's events (docs: Asterisk 13+ AMI events) say of calls. All channels of a journey have the id of its first as
 * Linkedid; events of the first are the caller's own, those of the others are legs.
 */
export class AmiEvents {
  readonly #roots = new Map<string, Root>();
  /** The journey of a channel: a call record names the channel alone. */
  readonly #journeys = new Map<string, string>();
  readonly #timezone: string;

  constructor({ timezone }: ExchangeSettings) {
    this.#timezone = timezone;
  }

  /** Null for what is no event of a call. Throws UnreadableRecordError. */
  read({ fields, raw }: AmiBlock): PhoneEvent | null {
    const name = fields.get('event') ?? '';
    if (name === 'Cdr') return this.#record(fields, raw);
    const read = Object.hasOwn(this.#reads, name) ? this.#reads[name] : undefined;
    if (!read) return null;
    const told = new Told(fields);
    if (!told.isRoot) keepNewest(this.#journeys, told.uniqueId, told.linkedId, mostChannels);
    const event = read(told);
    if (event !== null && event.kind !== 'ended' && !this.#roots.has(told.linkedId))
      this.#see(told.linkedId, { isOut: false, peer: null });
    return event;
  }

  /** Whether anything but its end was heard of a block's journey. */
  hasSeen({ fields }: AmiBlock): boolean {
    return this.#roots.has(fields.get('linkedid') ?? '');
  }

  #see(linkedId: string, root: Root): void {
    keepNewest(this.#roots, linkedId, root, mostRoots);
  }

  /** With cdr_manager: the same record that stands in the CDR file. Local channels are Asterisk's own inside. */
  #record(fields: AmiBlock['fields'], raw: string): PhoneEvent | null {
    const row = rowOfAmi(fields);
    const { uniqueid = '', channel = '' } = row;
    if (channel.startsWith('Local/')) return null;
    const callKey = row.linkedid || this.#journeys.get(uniqueid) || uniqueid;
    if (callKey === '') throw new UnreadableRecordError('UniqueID is missing');
    return recordEvent(callKey, cdrOf(row, raw, this.#timezone));
  }

  readonly #reads: Readonly<Record<string, (told: Told) => PhoneEvent | null>> = {
    Newchannel: (told) => this.#begin(told),
    QueueCallerJoin: (told) =>
      told.event('ringing', `join ${told.text('queue')}`, {
        direction: 'in',
        from: told.number('calleridnum'),
        queue: told.text('queue'),
      }),
    AgentCalled: (told) =>
      told.event('ringing', `called ${told.text('interface')} ${told.text('destuniqueid')}`, {
        ...{ isLeg: true, queue: told.text('queue'), ringing: told.member() },
      }),
    AgentConnect: (told) =>
      told.event('answered', `connect ${told.text('interface')}`, {
        ...{ isLeg: true, queue: told.text('queue'), answeredBy: told.member() },
        waitingSeconds: told.seconds('holdtime'),
      }),
    QueueCallerAbandon: (told) =>
      told.event('ended', 'abandon', {
        ...{ direction: 'in', queue: told.text('queue'), result: 'abandoned' },
        from: told.number('calleridnum'),
        waitingSeconds: told.seconds('holdtime'),
      }),
    DialBegin: (told) => this.#dial(told, 'ringing'),
    DialEnd: (told) => (told.text('dialstatus') === answeredStatus ? this.#dial(told, 'answered') : null),
    BridgeEnter: (told) => this.#bridge(told),
    Hangup: (told) => this.#end(told),
  };

  #begin(told: Told): PhoneEvent | null {
    if (!told.isRoot) return null;
    const [channel, from] = [told.text('channel') ?? '', told.number('calleridnum')];
    const isOut = isExtension(from, channel);
    this.#see(told.linkedId, { isOut, peer: peerOf(channel) });
    return told.event('ringing', 'new', {
      ...{ direction: isOut ? 'out' : 'in', from, to: told.text('exten') ?? '' },
    });
  }

  /** A leg is dialled, or picks up. Local channels are Asterisk's own inside. */
  #dial(told: Told, kind: 'ringing' | 'answered'): PhoneEvent | null {
    const channel = told.text('destchannel') ?? '';
    if (channel.startsWith('Local/')) return null;
    const people = this.#people(told, channel);
    return told.event(kind, `dial ${kind} ${told.text('destuniqueid')}`, {
      isLeg: true,
      ...(kind === 'ringing' ? { ringing: people } : { answeredBy: people }),
    });
  }

  #bridge(told: Told): PhoneEvent | null {
    const channel = told.text('channel') ?? '';
    if (told.isRoot || channel.startsWith('Local/')) return null;
    return told.event('answered', `bridge ${told.uniqueId}`, {
      ...{ isLeg: true, answeredBy: this.#people(told, channel) },
    });
  }

  /** Who of us: of a call that we make, its first channel; the other is the customer's. */
  #people(told: Told, channel: string): string[] {
    const root = this.#roots.get(told.linkedId);
    const peer = root?.isOut ? root.peer : peerOf(channel);
    return peer === null ? [] : [peer];
  }

  #end(told: Told): PhoneEvent | null {
    if (!told.isRoot) return null;
    this.#roots.delete(told.linkedId);
    const said = told.text('cause-txt') ?? '';
    return told.event('ended', 'hangup', { said, result: told.text('cause') === busyCause ? 'busy' : null });
  }
}

function keepNewest<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  if (map.size >= most) map.delete(map.keys().next().value ?? '');
  map.set(key, value);
}

/** The fields of one event. */
class Told {
  readonly linkedId: string;
  readonly uniqueId: string;
  readonly #fields: ReadonlyMap<string, string>;

  constructor(fields: ReadonlyMap<string, string>) {
    this.#fields = fields;
    const [uniqueId, linkedId] = [this.text('uniqueid'), this.text('linkedid')];
    // A dial that nobody asked for has no channel of its own: the one that is dialled is the journey's first.
    const id = uniqueId ?? this.text('destuniqueid');
    const root = linkedId ?? this.text('destlinkedid');
    if (id === null || root === null) throw new UnreadableRecordError('Uniqueid or Linkedid is missing');
    this.uniqueId = id;
    this.linkedId = root;
  }

  get isRoot(): boolean {
    return this.uniqueId === this.linkedId;
  }

  text(name: string): string | null {
    const value = this.#fields.get(name)?.replaceAll('\u0000', '').slice(0, 500) ?? '';
    return value === '' ? null : value;
  }

  /** `''`: withheld. */
  number(name: string): string {
    const value = this.text(name) ?? '';
    return /^<unknown>$/i.test(value) ? '' : value;
  }

  seconds(name: string): number | null {
    const value = this.text(name);
    return value !== null && /^\d{1,7}$/.test(value) ? Number(value) : null;
  }

  /** A member of a queue by extension and name. */
  member(): string[] {
    const peer = peerOf(this.text('interface') ?? '');
    return [peer, this.text('membername')].filter((name) => name !== null);
  }

  event(kind: PhoneEvent['kind'], key: string, given: Partial<PhoneEvent>): PhoneEvent {
    const stamp = /^\d{9,11}(\.\d+)?$/.exec(this.text('timestamp') ?? '');
    return phoneEvent({
      callKey: this.linkedId,
      eventKey: `ami ${key} ${this.uniqueId}`,
      kind,
      // With `timestampevents = yes` of manager.conf.
      at: stamp ? new Date(Number(stamp[0]) * 1000).toISOString() : null,
      said: this.#fields.get('event') ?? '',
      ...given,
    });
  }
}
