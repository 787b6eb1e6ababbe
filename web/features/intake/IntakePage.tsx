import { Outlet } from '@tanstack/react-router';

/** The ledger: everything that came in, and what became of it. */
export function IntakePage() {
  return <Outlet />;
}
