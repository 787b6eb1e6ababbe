import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { searchTickets } from '../../shared/search.ts';
import { call } from '../api.ts';

/** While somebody types on, nothing is asked. */
const restMs = 150;
const perPage = 8;
const leastLetters = 2;

/** Tickets with the words that were typed, as far as they were asked for; one of them may be left out. */
export function useFoundTickets(typed: string, leftOut?: string) {
  const wanted = typed.trim();
  const [settled] = useDebouncedValue(wanted, restMs);
  const isEnough = (words: string) => words.length >= leastLetters || /\d/.test(words);
  const query = useInfiniteQuery({
    // A key that live.ts doesn't know: what is being read must not move under the hand.
    queryKey: ['found', settled],
    queryFn: ({ pageParam, signal }) =>
      call(searchTickets, {
        query: { q: settled, limit: perPage, ...(pageParam !== null && { after: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.after,
    enabled: isEnough(settled) && isEnough(wanted),
    placeholderData: keepPreviousData,
    staleTime: 5000,
  });
  const isAsked = isEnough(wanted);
  const found = isAsked ? (query.data?.pages.flatMap((page) => page.items) ?? []) : [];
  const tickets = found.filter(({ id }) => id !== leftOut);
  const isLooking = isAsked && (query.isFetching || settled !== wanted);
  const isAnswered = isAsked && !isLooking && query.isSuccess && !query.isPlaceholderData;
  return {
    tickets,
    isLooking,
    /** It was asked, and the answer is that there are none: neither "not asked yet" nor "could not be read". */
    isNone: isAnswered && tickets.length === 0,
    error: isAsked ? query.error : null,
    more: isAsked && query.hasNextPage ? () => void query.fetchNextPage() : null,
  };
}
