import { pageKey } from '../server/page-key.ts';
import { wireIdOf } from '../shared/id.ts';
import { nameOf, type Past, phoneOf, scattered, ticketOf } from './past.ts';

/** Something that people at the console look at. */
export interface Question {
  readonly name: string;
  /** Whether a goal is set for it. */
  readonly isGoal?: boolean;
  /** What is asked for the n-th time. */
  path(past: Past, time: number): string;
  /** Whether the answer is the right one, and not an empty page. */
  isAnswer(answer: unknown, past: Past, time: number): boolean;
}

const pageRows = 25;
const weekMs = 7 * 24 * 3_600_000;

interface Items {
  readonly items: readonly { readonly id: string; readonly waiting_since?: string | null }[];
}
const many = (answer: unknown) => (answer as Items).items.length;
const isFullPage = (answer: unknown) => many(answer) === pageRows;
const isSome = (answer: unknown) => many(answer) > 0;
const list = (query: string) => `/api/tickets?limit=${pageRows}&${query}`;
const wire = (ids: readonly string[], time: number) => wireIdOf(ids[time % ids.length] ?? '');
const search = (words: string) => `/api/accounts?q=${encodeURIComponent(words)}`;
const searchTickets = (words: string) => `/api/search/tickets?q=${encodeURIComponent(words)}`;
const ticketNumber = ({ tickets }: Past, time: number) => 1 + scattered(time, tickets);

const accountAt = (past: Past, time: number) => ticketOf(past, ticketNumber(past, time) - 1).account;

/** The key of the page in the middle of those who wait. */
function middleOf(past: Past): string {
  const { id, said } = ticketOf(past, Math.floor(past.tickets / 20) * 10 + 7);
  return pageKey([new Date(said.at(-1)?.at ?? 0).toISOString(), id]);
}

export const questions: readonly Question[] = [
  {
    name: 'in handling, first page',
    isGoal: true,
    path: () => list('view=waiting'),
    isAnswer: (answer) => isFullPage(answer) && (answer as Items).items.every((row) => row.waiting_since),
  },
  {
    name: "one ticket's page",
    isGoal: true,
    path: (past, time) => `/api/tickets/${ticketNumber(past, time)}`,
    isAnswer(answer, past, time) {
      const { ticket, messages } = answer as { ticket: { number: number }; messages: unknown[] };
      const number = ticketNumber(past, time);
      return ticket.number === number && messages.length === ticketOf(past, number - 1).said.length;
    },
  },
  {
    name: 'in handling, a page in the middle',
    path: (past) => list(`view=waiting&after=${middleOf(past)}`),
    isAnswer: isFullPage,
  },
  {
    name: 'in handling, of a status and a department',
    path: ({ desk }, time) =>
      list(`view=waiting&status=${wire(desk.openStatuses, time)}&department=${wire(desk.departments, time)}`),
    isAnswer: isSome,
  },
  {
    name: 'in handling, nobody’s and urgent',
    path: ({ desk }) => list(`view=waiting&owner=none&priority=${wireIdOf(desk.priorities.at(-1) ?? '')}`),
    isAnswer: (answer) => isSome(answer),
  },
  { name: 'mine', path: () => list('view=mine'), isAnswer: isSome },
  { name: 'all, newest first', path: () => list('view=all'), isAnswer: isFullPage },
  {
    name: 'the numbers on the navigation',
    path: () => '/api/tickets/counts',
    isAnswer: (answer) => (answer as { waiting: number }).waiting > 0,
  },
  { name: 'the ledger, newest', path: () => '/api/intake?limit=50', isAnswer: isSome },
  { name: 'the ledger, quarantined', path: () => '/api/intake?limit=50&state=quarantined', isAnswer: isSome },
  {
    name: 'the equation of seven days',
    path: () => `/api/intake/summary?since=${new Date(Date.now() - weekMs).toISOString()}`,
    isAnswer: (answer) => (answer as { channels: unknown[] }).channels.length > 0,
  },
  {
    name: 'tickets by words that all have',
    path: () => searchTickets('הזמנה סניף'),
    isAnswer: (answer) => many(answer) === 20,
  },
  {
    name: 'tickets by a name and a word',
    path: (past, time) => searchTickets(`${nameOf(accountAt(past, time))} מהסניף`),
    isAnswer: isSome,
  },
  {
    name: 'tickets by a number in their words',
    path: (past, time) => searchTickets(`הזמנה ${ticketNumber(past, time)}`),
    isAnswer: isSome,
  },
  {
    name: 'tickets by seven digits of a phone',
    path: (past, time) => searchTickets(phoneOf(accountAt(past, time)).value.slice(-7)),
    isAnswer: isSome,
  },
  {
    name: 'a customer by name',
    path: ({ tickets }, time) => search(nameOf(scattered(time, tickets))),
    isAnswer: isSome,
  },
  {
    name: 'a customer by a part of the name',
    path: ({ tickets }, time) => search(nameOf(scattered(time, tickets)).split(' ')[1]?.slice(0, 4) ?? ''),
    isAnswer: isSome,
  },
  {
    name: 'a customer by two letters',
    path: ({ tickets }, time) => search(nameOf(scattered(time, tickets)).split(' ')[1]?.slice(0, 2) ?? ''),
    isAnswer: isSome,
  },
  {
    name: 'a customer by the last four digits',
    path: ({ tickets }, time) => search(phoneOf(scattered(time, tickets)).value.slice(-4)),
    isAnswer: isSome,
  },
];
