import { uuidOf } from '../../../shared/id.ts';
import { scopes } from '../../../shared/permissions.ts';
import type { Context } from '../../context.ts';
import { ignoreIntakeOf, listIntakeOf } from '../intake/intake.service.ts';
import { keepRefusedBody } from '../intake/receive.service.ts';
import { takeMail } from './arrive.service.ts';
import { happen, type Stage } from './stage.service.ts';

const hour = 3_600_000;

/** A dozen things of the last weeks that became no ticket: refused, unreadable, put aside. */
export async function addOddities(ctx: Context, stage: Stage): Promise<void> {
  const ago = (hours: number) => new Date(stage.now.getTime() - hours * hour);
  for (const [hours, body, reason] of refusals) await refuse(ctx, stage, ago(hours), body, reason);
  await putAside(ctx, stage, ago(300), 'rejected', 'בדיקה של מפתח האתר, לא פנייה');
  for (const hours of [700, 410, 29, 7]) await unreadable(ctx, stage, ago(hours));
  await putAside(ctx, stage, ago(400), 'quarantined', 'דואר זבל משובש');
  await putAside(ctx, stage, ago(401), 'quarantined', 'דואר זבל משובש');
}

const refusals: readonly (readonly [number, object | string, string])[] = [
  [640, { subject: 'בדיקה', msg: 'test test', status: '1' }, 'invalid_request (status: unknown_value)'],
  [
    480,
    { subject: '', msg: 'הזמנתי שואב ולא הגיע, מספר 451877', phone: '052-555-4410' },
    'invalid_request (subject: required, status: required)',
  ],
  [190, '{"subject":"תקלה במקרר","msg":"המקרר הפסיק לקרר,', 'not_json'],
  [
    96,
    { subject: 'חזרה אליי', status: 'פתוח', phone: '050-555-7321' },
    'invalid_request (status: not_an_id)',
  ],
  [
    20,
    { msg: 'אשמח שתתקשרו', email: 'yaara.gal@example.com', status: '' },
    'invalid_request (subject: required, status: required)',
  ],
];

function refuse(ctx: Context, stage: Stage, at: Date, body: object | string, reason: string): Promise<void> {
  const raw = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const actor = { kind: 'client', id: stage.client, scopes: new Set<string>(scopes) } as const;
  return happen(ctx, at, actor, (then) =>
    keepRefusedBody(then, { raw, mediaType: 'application/json', reason }),
  );
}

/** Parts within parts, deeper than any program that means well makes them. */
async function unreadable(ctx: Context, stage: Stage, at: Date): Promise<void> {
  const depth = 30;
  const open = Array.from(
    { length: depth },
    (_, level) => `Content-Type: multipart/mixed; boundary="b${level}"\r\n\r\n--b${level}\r\n`,
  );
  const head = `From: =?UTF-8?B?${Buffer.from('מבצעים').toString('base64')}?= <offers@bulk.example>\r\nTo: ${stage.mailbox.address}\r\n`;
  const words = `Subject: =?UTF-8?B?${Buffer.from('מבצע לזמן מוגבל').toString('base64')}?=\r\nDate: ${at.toUTCString()}\r\nMIME-Version: 1.0\r\n`;
  const raw = Buffer.from(`${head}${words}${open.join('')}Content-Type: text/plain\r\n\r\n\r\n`);
  await takeMail(ctx, stage, at, stage.mailbox, 'offers@bulk.example', raw);
}

/** A person decides that the newest of these is no inquiry. */
async function putAside(
  ctx: Context,
  stage: Stage,
  at: Date,
  state: 'rejected' | 'quarantined',
  why: string,
): Promise<void> {
  const { items } = await listIntakeOf(ctx, { state, limit: 50 });
  const item = items.findLast((one) => one.received_at < at.toISOString());
  const actor = { kind: 'user', id: stage.manager, role: 'administrator' } as const;
  if (item) await happen(ctx, at, actor, (then) => ignoreIntakeOf(then, uuidOf(item.id) ?? '', why));
}
