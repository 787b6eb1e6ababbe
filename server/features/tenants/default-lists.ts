import { uuidOf } from '../../../shared/id.ts';
import type { StatusType } from '../../../shared/lists.ts';

/** The first open status has the id of the published example in every tenant, so that the example works as it stands. */
export const firstStatusId = uuidOf('233476065495939904005866822871905093425') ?? '';

/** The lists that a new tenant starts with, in their display order; from then on they are the tenant's own. */
export const defaultStatuses: readonly { name: string; type: StatusType }[] = [
  { name: 'פתוח', type: 'open' },
  { name: '❗️ בטיפול', type: 'in_progress' },
  { name: 'ממתין ללקוח', type: 'waiting' },
  { name: '✅ סגור', type: 'closed' },
];

export const defaultLists = {
  departments: ['תמיכה טכנית', 'שירות לקוחות', 'מתעניינים חדשים'],
  priorities: ['🟢 נמוכה', '🟠 בינונית', '🔴 דחוף'],
  account_statuses: ['פעיל', 'מתעניין', 'לא פעיל'],
  account_types: ['לקוח פרטי', 'לקוח עסקי', 'ספק'],
} as const;
