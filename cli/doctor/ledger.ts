import type { Config } from '../../server/config.ts';
import { type Context, contextOf, type Means } from '../../server/context.ts';
import { BatchWriter } from '../../server/database/batch.ts';
import { countAll, listIntakeOf } from '../../server/features/intake/intake.service.ts';
import { makeListKeeper } from '../../server/features/lists/lists.service.ts';
import { listTenants } from '../../server/features/tenants/tenants.service.ts';
import { findWaitingMistakes } from '../../server/features/tickets/evidence.service.ts';
import { diskFiles } from '../../server/files.ts';
import { silentLog } from '../../server/log.ts';
import { mailOutside } from '../../server/mail/outside.ts';
import { makeSecrets } from '../../server/secrets.ts';
import { type Finding, ok, warning, wrong } from './finding.ts';
import { checkMailboxes } from './mailboxes.ts';

const lateMs = 5 * 60_000;
const mostPages = 10;
const mostMistakes = 20;

/** Of each tenant: is anything stuck in the ledger, and is "who waits" what the evidence says. */
export async function checkLedger(db: Means['db'], config: Config, isServing: boolean): Promise<Finding[]> {
  const means = readingMeans(db, config);
  const findings: Finding[] = [];
  for (const { tenantId, name } of await listTenants(db)) {
    const ctx = contextOf(means, tenantId, { kind: 'system' });
    findings.push(await checkItems(ctx, name, isServing), await checkWaiting(ctx, name));
    findings.push(...(await checkMailboxes(ctx, name)));
  }
  return findings.length > 0
    ? findings
    : [warning('tenants', 'There is no tenant yet: npm start makes the first.')];
}

/** For reading only. */
function readingMeans(db: Means['db'], config: Config): Means {
  return {
    db,
    log: silentLog,
    writer: new BatchWriter(),
    files: diskFiles(config.dataDir),
    secrets: makeSecrets(config.secretKey, config.dataDir),
    mail: mailOutside(config),
    lists: makeListKeeper({ db, subscribe: () => () => undefined }),
    jobs: { enqueue: () => Promise.reject(new Error('the doctor changes nothing')) },
    now: () => new Date(),
    announce: () => undefined,
  };
}

async function checkItems(ctx: Context, name: string, isServing: boolean): Promise<Finding> {
  const check = `ledger of ${name}`;
  const [late, { quarantined }] = [await lateItems(ctx), await countAll(ctx)];
  if (late > 0) {
    const words = `${late} ${late === 1 ? 'item waits' : 'items wait'} longer than 5 minutes to be read`;
    if (!isServing) return warning(check, `${words}: Pniya reads them once it runs.`);
    return wrong(check, `${words}: is a process with the role worker running? Its log says more.`);
  }
  if (quarantined > 0)
    return warning(check, `${quarantined} in quarantine: look at them on the console's intake page.`);
  return ok(check, 'Nothing waits to be read, nothing is in quarantine.');
}

async function lateItems(ctx: Context): Promise<number> {
  const before = new Date(ctx.now().getTime() - lateMs).toISOString();
  let [late, after] = [0, undefined as string | undefined];
  for (let page = 0; page < mostPages; page += 1) {
    const found = await listIntakeOf(ctx, { state: 'pending', limit: 200, after });
    late += found.items.filter((item) => item.received_at < before).length;
    if (found.after === null) return late;
    after = found.after;
  }
  return late;
}

async function checkWaiting(ctx: Context, name: string): Promise<Finding> {
  const check = `evidence of ${name}`;
  const mistakes = await findWaitingMistakes(ctx, mostMistakes);
  if (mistakes.length === 0) return ok(check, 'Who waits for an answer is what messages and evidence say.');
  const numbers = mistakes.map(({ number }) => number).join(', ');
  return wrong(
    check,
    `Tickets whose waiting time is not what the evidence says: ${numbers}. Please report this as a bug.`,
  );
}
