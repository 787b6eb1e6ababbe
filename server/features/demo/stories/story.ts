export type Desk = 'support' | 'service' | 'sales';
export type Kind = 'cold' | 'wash' | 'heat' | 'air' | 'screen' | 'sound' | 'computer' | 'small' | 'battery';

/**
 * What an inquiry of the demo says. In texts `{the}` and `{a}` name the product, `{model}`, `{order}`, `{branch}`, `{price}`,
 * `{weekday}` and `{city}` are filled in, `{…/…}` follows the product's gender and `<…/…>` the customer's. One that begins with
 * `+3 ` is said no sooner than three days after the one before it, because of what it tells.
 */
export interface Story {
  readonly desk: Desk;
  /** Products that it can be about. */
  readonly kinds: readonly Kind[];
  /** 0 low, 1 medium, 2 urgent; null: nobody chose one. */
  readonly urgency: 0 | 1 | 2 | null;
  readonly subjects: readonly string[];
  /** Each in turns: the customer, the desk, the customer, the desk … */
  readonly talks: readonly (readonly string[])[];
  readonly note?: string;
  readonly attached?: 'photo' | 'receipt' | 'log';
}
