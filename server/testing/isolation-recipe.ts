/** Ids and secrets of a tenant, as its own people see them. */
export type Owned = Readonly<Record<OwnedName, string>>;
type OwnedName =
  | 'ticket'
  | 'number'
  | 'event'
  | 'message'
  | 'reply'
  | 'attachment'
  | 'upload'
  | 'account'
  | 'user'
  | 'department'
  | 'template'
  | 'priority'
  | 'status'
  | 'accountStatus'
  | 'accountType'
  | 'mailbox'
  | 'mailAddress'
  | 'phoneConnection'
  | 'phoneToken'
  | 'call'
  | 'quarantined'
  | 'rejected'
  | 'apiClient'
  | 'clientId'
  | 'clientSecret'
  | 'token'
  | 'email'
  | 'password'
  | 'phone';

export interface Attempt {
  readonly url: string;
  readonly body?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  /** Media type of a body that is no JSON. */
  readonly type?: string;
}

/**
 * How a stranger tries a route with what belongs to another tenant. `refused`: each attempt must be; `blind`: it may be
 * answered, but with nothing of theirs; `own`: the route names nothing of anybody, and why.
 */
export type Recipe =
  | { readonly refused: (theirs: Owned, mine: Owned) => readonly Attempt[] }
  | { readonly blind: (theirs: Owned, mine: Owned) => readonly Attempt[] }
  | { readonly own: string };

export const one = (url: (theirs: Owned) => string, body?: unknown): Recipe => ({
  refused: (theirs) => [{ url: url(theirs), ...(body !== undefined && { body }) }],
});
export const blindly = (...urls: string[]): Recipe => ({ blind: () => urls.map((url) => ({ url })) });

/** The body with each of the given keys in turn taken from the other tenant. */
export const eachOf = (url: string, body: object, foreign: Readonly<Record<string, unknown>>): Attempt[] =>
  Object.entries(foreign).map(([key, value]) => ({ url, body: { ...body, [key]: value } }));
