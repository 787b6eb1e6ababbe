/** The pages of the settings, as the address names them. */
export const sections = ['lists', 'users', 'api-clients', 'mailboxes', 'phone', 'templates'] as const;
export type Section = (typeof sections)[number];

export const isSection = (given: string): given is Section => sections.some((section) => section === given);
