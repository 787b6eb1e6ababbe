/** A new ticket by hand. */
export function NewTicketPage() {
  return null;
}
