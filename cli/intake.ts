import { stat } from 'node:fs/promises';
import { replayMails } from '../server/features/email/replay.service.ts';
import { MailReader } from '../server/mail/parse-pool.ts';
import { CommandError, command, required } from './command.ts';
import { mailsAt } from './mail-files.ts';
import { progressBar } from './progress.ts';
import { table } from './table.ts';
import { inTenant, tenantHelp, tenantOption } from './tenant-of.ts';

const intakeReplay = command({
  name: 'intake replay',
  summary: 'take in mails of files: .eml files, folders of them, maildirs, mbox files',
  help: [
    '--path <file or folder>  may be repeated',
    '--mailbox <address>  whose mail it is; by each mail’s own headers unless told',
    tenantHelp,
  ],
  options: { path: { type: 'string', multiple: true }, mailbox: { type: 'string' }, ...tenantOption },
  word: 'path',
  async run({ path: paths = [], mailbox, tenant }) {
    required(paths[0], 'path');
    for (const path of paths) {
      if (!(await stat(path).catch(() => null))) throw new CommandError(`There is nothing at ${path}.`);
    }
    return await inTenant(tenant, async (ctx) => {
      await using ending = new AsyncDisposableStack();
      const reader = ending.adopt(new MailReader(), (one) => one.close());
      using bar = progressBar('mails');
      const account = await replayMails(ctx, reader, mailsAt(paths), {
        mailbox: mailbox ?? null,
        onProgress: (done) => bar.show(done),
      });
      const { mails, missing } = account;
      const rows = Object.entries(account).map(([name, many]) => [name, String(many)]);
      const text = `${table(['', ''], rows).trim()}\n\n${mails} mails, ${missing === 0 ? 'each accounted for' : `${missing} without a row in the ledger`}.`;
      return { json: account, text, isWrong: missing > 0 };
    });
  },
});

export const intakeCommands = [intakeReplay];
