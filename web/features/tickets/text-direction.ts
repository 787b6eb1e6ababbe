/** `dir` of a field people write in: by its first letter, and until there is one the page's own, as for its placeholder. */
export const dirOf = (text: string): 'auto' | undefined => (text === '' ? undefined : 'auto');
