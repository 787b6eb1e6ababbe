import type { ReportAction, ReportedRecipient } from './report-fields.ts';
import { replyCodeIn, statusIn } from './report-fields.ts';

/** A notification that a sending service mails as JSON instead of a report (Amazon SES through SNS). */
export interface ServiceNotice {
  readonly recipients: readonly ReportedRecipient[];
  readonly messageId: string | null;
  readonly isComplaint: boolean;
}

const actions: Record<string, ReportAction> = {
  bounce: 'failed',
  delivery: 'delivered',
  deliverydelay: 'delayed',
};
const mostRecipients = 50;

/** Null for a text that is no such notification. */
export function readServiceNotice(text: string): ServiceNotice | null {
  if (!text.startsWith('{') || !/"(?:notification|event)Type"/.test(text)) return null;
  const notice = record(parsed(text));
  const kind = word(notice.notificationType ?? notice.eventType).toLowerCase();
  const isComplaint = kind === 'complaint';
  const action = actions[kind];
  if (!isComplaint && action === undefined) return null;
  const about = record(notice[kind === 'deliverydelay' ? 'deliveryDelay' : kind]);
  const named = [
    about.bouncedRecipients,
    about.complainedRecipients,
    about.delayedRecipients,
    about.recipients,
  ];
  const found = named.flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []));
  const headers = record(record(notice.mail).commonHeaders);
  return {
    recipients: found.slice(0, mostRecipients).map((one) => recipientOf(one, action ?? 'delivered', about)),
    messageId: /<[^<>\s]+>/.exec(word(headers.messageId))?.[0] ?? null,
    isComplaint,
  };
}

function recipientOf(one: unknown, action: ReportAction, about: Record<string, unknown>): ReportedRecipient {
  const { emailAddress, status, diagnosticCode } = record(one);
  const words = word(diagnosticCode ?? about.smtpResponse).replace(/^[\w-]+;\s*/, '');
  const address = typeof one === 'string' ? one : word(emailAddress);
  return {
    address: address.includes('@') ? address.slice(0, 254) : null,
    action: action === 'failed' && word(about.bounceType) === 'Transient' ? 'delayed' : action,
    status: statusIn(word(status)) ?? statusIn(words),
    replyCode: replyCodeIn(words),
    words: words.slice(0, 500),
    remoteServer: word(about.remoteMtaIp) || null,
  };
}

/** What follows the object (a footer of the list that sent it) is not JSON, and mail breaks long lines. */
function parsed(text: string): unknown {
  const end = text.indexOf('\n\n--');
  const object = (end < 0 ? text : text.slice(0, end)).replace(/!?\n[ \t]?/g, '');
  try {
    return JSON.parse(object);
  } catch {
    return null;
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function word(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
