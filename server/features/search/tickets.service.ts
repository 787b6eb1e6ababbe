import type { AnswerOf, QueryOf } from '../../../shared/endpoint.ts';
import { wireIdOf } from '../../../shared/id.ts';
import type { FoundTicket, searchTickets, TextPart } from '../../../shared/search.ts';
import { type Context, requirePermission } from '../../context.ts';
import { pageKey, readPageKey } from '../../page-key.ts';
import { badFields } from '../../problem.ts';
import { phoneTailsIn } from '../accounts/find.service.ts';
import { partsOf, snippetOf } from './snippet.ts';
import { type FoundRecord, readFound, ticketOfNumber, ticketsWith } from './tickets.sql.ts';
import { type Wanted, wantedOf } from './words.ts';

/** First what has the words as they were written, then what has them with other prefixes or endings. */
const roads = ['strong', 'weak'] as const;
type Road = (typeof roads)[number];

interface Place {
  readonly road: Road;
  readonly before: string | null;
}

/** The ticket of the number, then those with all the words, newest first, a page at a time. */
export async function searchTicketsBy(
  ctx: Context,
  { q, after, limit }: QueryOf<typeof searchTickets>,
): Promise<AnswerOf<typeof searchTickets>> {
  requirePermission(ctx, 'tickets:read');
  const start: Place = after === undefined ? { road: 'strong', before: null } : readPlace(after);
  const wanted = wantedOf(q, await phoneTailsIn(ctx, q));
  if (wanted === null) return { items: [], after: null };
  const exact = wanted.number === null ? null : await ticketOfNumber(ctx, wanted.number);
  const first = exact !== null && after === undefined ? [exact] : [];
  const { ids, next } = await pageOf(ctx, wanted, start, limit - first.length);
  const records = await readFound(ctx, [...first, ...ids.filter((id) => id !== exact)]);
  return { items: records.map((record) => found(record, wanted)), after: next && placeKey(next) };
}

async function pageOf(ctx: Context, wanted: Wanted, start: Place, limit: number) {
  const ids: string[] = [];
  for (const road of roads.slice(roads.indexOf(start.road))) {
    const room = limit - ids.length;
    const some = await ticketsWith(ctx, {
      words: wanted[road],
      without: road === 'weak' ? wanted.strong : null,
      before: road === start.road ? start.before : null,
      limit: room + 1,
    });
    ids.push(...some.slice(0, room));
    if (some.length > room) return { ids, next: { road, before: some[room - 1] ?? null } };
  }
  return { ids, next: null };
}

function placeKey({ road, before }: Place): string {
  return `${road}.${before === null ? '' : pageKey([before])}`;
}

function readPlace(given: string): Place {
  const [word = '', key = ''] = given.split('.');
  const road = roads.find((one) => one === word);
  if (road === undefined) throw badFields([{ field: 'after', code: 'invalid' }]);
  return { road, before: key === '' ? null : (readPageKey(key, ['uuid'], 'after')[0] ?? null) };
}

function found(record: FoundRecord, wanted: Wanted): FoundTicket {
  return {
    id: wireIdOf(record.id),
    number: record.number,
    subject: partsOf(record.subject, wanted),
    customer: partsOf(record.name ?? record.email ?? record.phone ?? '', wanted),
    status_id: wireIdOf(record.status_id),
    waiting_since: record.waiting_since?.toISOString() ?? null,
    created_at: record.created_at.toISOString(),
    snippet: bestSnippet(record.texts, wanted),
  };
}

/** Of the message with the most of the words; of several the newest. */
function bestSnippet(texts: readonly string[], wanted: Wanted): TextPart[] {
  let best: { parts: TextPart[]; found: number } | null = null;
  for (const text of texts) {
    const one = snippetOf(text, wanted);
    if (one !== null && one.found > (best?.found ?? 0)) best = one;
  }
  return best?.parts ?? [];
}
