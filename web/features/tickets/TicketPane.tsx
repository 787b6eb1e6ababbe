/** One ticket by the number in the address. */
export function TicketPane() {
  return null;
}
