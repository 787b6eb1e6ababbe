import { useParams } from '@tanstack/react-router';

/** One row of the ledger, with everything known about it. */
export function IntakePane() {
  const { id } = useParams({ from: '/signed-in/intake/$id' });
  return <section>{id}</section>;
}
