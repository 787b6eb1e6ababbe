import type { Role } from '../../../shared/permissions.ts';
import type { Dice } from './dice.ts';

export interface Colleague {
  readonly name: string;
  readonly mail: string;
  readonly role: Role;
  /** Places in the tenant's list of departments. */
  readonly desks: readonly number[];
}

/** Departments as a new tenant has them: technical support, customer service, newly interested. */
export const deskPlaces: Readonly<Record<string, number>> = { support: 0, service: 1, sales: 2 };

export const team: readonly Colleague[] = [
  { name: 'יעל מזרחי', mail: 'yael', role: 'agent', desks: [1] },
  { name: 'אבי פרידמן', mail: 'avi', role: 'agent', desks: [0] },
  { name: 'מיכל לוי', mail: 'michal', role: 'agent', desks: [0, 1] },
  { name: 'סמיר חורי', mail: 'samir', role: 'agent', desks: [0] },
  { name: 'דניאל אבוטבול', mail: 'daniel', role: 'agent', desks: [1, 2] },
  { name: 'רות שגב', mail: 'ruth', role: 'viewer', desks: [1] },
];

/** The manager who is there already: place -1, so that the person who signs in has tickets too. */
export const manager = -1;

/** Who of a department takes the next inquiry. */
export function takerOf(dice: Dice, desk: string): number {
  if (dice.chance(0.07)) return manager;
  const place = deskPlaces[desk] ?? 0;
  const able = [...team.keys()].filter((at) => team[at]?.role === 'agent' && team[at]?.desks.includes(place));
  return dice.pick(able);
}
