import { Outlet } from '@tanstack/react-router';

/** The queue, and beside it the ticket that the address names. */
export function TicketsLayout() {
  return <Outlet />;
}
