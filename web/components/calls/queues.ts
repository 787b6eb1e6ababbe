/** The choice of calls that came by no queue, in addresses; no queue is called so. */
export const noQueue = '-';
