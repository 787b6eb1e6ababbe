/** What the rows of the past point to: rows that a first start has made. */
export interface Desk {
  readonly tenantId: string;
  readonly users: readonly string[];
  readonly departments: readonly string[];
  readonly priorities: readonly string[];
  readonly openStatuses: readonly string[];
  readonly closedStatus: string;
  readonly mailboxId: string;
}

export interface Past {
  readonly desk: Desk;
  readonly tickets: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

const hourMs = 3_600_000;
const channels = [
  'email',
  'email',
  'api',
  'email',
  'email',
  'phone',
  'email',
  'email',
  'api',
  'email',
] as const;

/** An id of the past: sorts by its instant like every UUIDv7; `table` and `number` make it the only one. */
export function idAt(atMs: number, table: number, number: number): string {
  const ms = atMs.toString(16).padStart(12, '0');
  const order = (number & 0xfff).toString(16).padStart(3, '0');
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7${order}-8${table.toString(16).padStart(3, '0')}-${number.toString(16).padStart(12, '0')}`;
}

/** Scatters numbers over 0…size-1, each once for as long as they are fewer than `size`; `size` not divisible by 7919. */
export const scattered = (number: number, size: number): number => (number * 7919 + 13) % size;

export interface Said {
  readonly id: string;
  readonly turn: number;
  readonly at: number;
  readonly direction: 'inbound' | 'outbound';
}

export interface TicketOfPast {
  readonly index: number;
  readonly id: string;
  readonly createdAt: number;
  readonly channel: (typeof channels)[number];
  readonly account: number;
  readonly isWaiting: boolean;
  readonly said: readonly Said[];
}

/** One in ten waits for us; the others' last word was ours. Half of all tickets are those of one customer in twenty. */
export function ticketOf({ tickets, firstAt, lastAt }: Past, index: number): TicketOfPast {
  const createdAt = Math.floor(firstAt + ((lastAt - firstAt) * index) / tickets);
  const isWaiting = index % 10 === 7;
  const regulars = Math.max(1, Math.floor(tickets / 20));
  const many = (isWaiting ? 1 : 2) + (index % 4 === 3 ? 2 : 0);
  const said = Array.from({ length: many }, (_, turn): Said => {
    const at = createdAt + turn * hourMs;
    return {
      id: idAt(at, 2, index * 4 + turn),
      turn,
      at,
      direction: turn % 2 === 0 ? 'inbound' : 'outbound',
    };
  });
  return {
    index,
    id: idAt(createdAt, 1, index),
    createdAt,
    channel: channels[scattered(index, 10)] ?? 'email',
    account: index % 2 === 0 ? scattered(index, regulars) : scattered(index, tickets),
    isWaiting,
    said,
  };
}

const firsts =
  'נועה תמר מאיה שירה רחל ליאת אורית חנה מרים ענת איתן יונתן דוד משה עומר אריאל יוסי גיא אלון ניר'.split(' ');
const lasts = 'כהן לוי מזרחי פרץ ביטון דהן אברהם פרידמן אזולאי מלכה כץ יוסף עמר גבאי שפירא חדד'.split(' ');
const heads = 'גולד זילבר רוזנ וייס שוורצ גרינ הירש לנדא ברג פיינ קליינ שטרנ אפל ליכט'.split(' ');
const tails = 'ברג מן שטיין פלד בוים ויץ פרב בלום טל הולץ'.split(' ');

/** A third of all have one of a few surnames, as in life. */
export function nameOf(account: number): string {
  const at = scattered(account, 1_000_003);
  const first = firsts[at % firsts.length] ?? '';
  const tail = tails[at % tails.length] ?? '';
  const last =
    at % 3 === 0
      ? lasts[Math.floor(at / 20) % lasts.length]
      : (heads[Math.floor(at / 20) % heads.length] ?? '') + tail;
  return `${first} ${last}`;
}

export function phoneOf(account: number): { value: string; shown: string } {
  const digits = String(scattered(account, 10_000_000)).padStart(7, '0');
  const prefix = `5${'023458'[account % 6]}`;
  return { value: `+972${prefix}${digits}`, shown: `0${prefix}-${digits}` };
}
