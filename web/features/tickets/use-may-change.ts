import type { Ticket } from '../../../shared/tickets.ts';
import { useMay } from '../../api-queries.ts';

/** Whether this person may do something with this ticket: one that was merged is only read. */
export function useMayChange(ticket: Pick<Ticket, 'merged_into'>): boolean {
  const mayWrite = useMay('tickets:write');
  return mayWrite && ticket.merged_into === null;
}
