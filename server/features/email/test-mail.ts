import { randomUUID } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { ComposedMail } from '../../mail/compose.ts';

interface TestMail {
  readonly from: { readonly name: string; readonly address: string };
  readonly to: string;
  readonly at: Date;
}

/** Says that it is a test; nobody's machine answers it. */
export async function testMail({ from, to, at }: TestMail): Promise<ComposedMail> {
  const composer = new MailComposer({
    date: at,
    from,
    to,
    subject: 'הודעת בדיקה · Test mail',
    headers: {
      'Message-ID': `<test.${randomUUID()}@${from.address.split('@')[1]}>`,
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
    },
    text: 'זו הודעת בדיקה: השליחה מתיבת הדואר עובדת.\n\nThis is a test: the mailbox can send.\n',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return { envelope: { from: from.address, to: [to] }, raw: await composer.compile().build() };
}
