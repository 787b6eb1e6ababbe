import { meansOf } from '../server/context.ts';
import { listMailboxesOf } from '../server/features/email/mailboxes.service.ts';
import { reconcileNow } from '../server/features/email/reconcile.service.ts';
import { uuidOf } from '../shared/id.ts';
import type { FolderAccount, Reconciliation } from '../shared/reconciliations.ts';
import { CommandError, command } from './command.ts';
import { table } from './table.ts';
import { inTenant, tenantHelp, tenantOption } from './tenant-of.ts';

const mailboxReconcile = command({
  name: 'mailbox reconcile',
  summary: 'compare mailboxes that are read by IMAP with the ledger, and take in what is missing',
  help: ['--mailbox <address>  only this one', tenantHelp],
  options: { mailbox: { type: 'string' }, ...tenantOption },
  word: 'mailbox',
  async run({ mailbox, tenant }) {
    return await inTenant(tenant, async (ctx) => {
      // What is taken in here is read by the server, at once or when it starts: a command puts nothing in queues.
      const here = { ...meansOf(ctx), jobs: { enqueue: async () => undefined } };
      const { items } = await listMailboxesOf(ctx);
      const wanted = items.filter(
        ({ addresses, connection }) =>
          connection !== null && (mailbox === undefined || addresses.includes(mailbox.toLowerCase())),
      );
      if (wanted.length === 0)
        throw new CommandError(
          mailbox === undefined
            ? 'No mailbox is read by IMAP.'
            : `${mailbox} is no mailbox that is read by IMAP.`,
        );
      const runs: { mailbox: string; run: Reconciliation }[] = [];
      for (const { id, addresses } of wanted)
        runs.push({
          mailbox: addresses[0] ?? id,
          run: await reconcileNow(here, ctx, uuidOf(id) ?? ''),
        });
      const isWrong = runs.some(
        ({ run }) => run.problem !== null || (run.folders ?? []).some(({ missing }) => missing > 0),
      );
      const json = { items: runs.map(({ mailbox: address, run }) => ({ mailbox: address, ...run })) };
      return {
        json,
        text: runs.map(({ mailbox: address, run }) => told(address, run)).join('\n\n'),
        isWrong,
      };
    });
  },
});

function told(address: string, { problem, folders }: Reconciliation): string {
  if (problem !== null) return `${address} could not be read: ${problem}.`;
  return `${address}\n${(folders ?? []).map(equationOf).join('\n')}`;
}

/** mailbox 412 = tickets 371 + replies 29 + ignored 11 + quarantined 1; missing 0 */
function equationOf(folder: FolderAccount): string {
  const names = ['tickets', 'replies', 'duplicates', 'ignored', 'quarantined', 'pending', 'history'] as const;
  const parts = names.filter((name) => folder[name] > 0).map((name) => `${name} ${folder[name]}`);
  const more = [
    `missing ${folder.missing}`,
    ...(folder.taken_in > 0 ? [`taken in now ${folder.taken_in}`] : []),
    ...(folder.disappeared > 0 ? [`disappeared before we saw them ${folder.disappeared}`] : []),
  ];
  return table(
    ['', ''],
    [[folder.path, `${folder.present} = ${parts.join(' + ') || '0'}; ${more.join('; ')}`]],
  ).trim();
}

export const reconcileCommands = [mailboxReconcile];
