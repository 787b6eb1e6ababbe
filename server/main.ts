import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import type { Logger } from 'pino';
import { type Config, readConfig } from './config.ts';
import type { Means } from './context.ts';
import { BatchWriter } from './database/batch.ts';
import { ChangeFeed } from './database/changes.ts';
import { connectDatabase } from './database/connect.ts';
import { Leases } from './database/leases.ts';
import { type OpenDatabase, startDatabase } from './database/open.ts';
import { prepareDatabase } from './database/prepare.ts';
import type { DB } from './database/schema.ts';
import { accountRoutes } from './features/accounts/accounts.routes.ts';
import { ExchangeReaders, type PhoneOfTests } from './features/calls/ami-readers.service.ts';
import { callQueues, runCallJobs } from './features/calls/calls.jobs.ts';
import { callRoutes } from './features/calls/calls.routes.ts';
import { interpretPush } from './features/calls/hooks.service.ts';
import { emailQueues, runEmailJobs } from './features/email/email.jobs.ts';
import { mailboxRoutes } from './features/email/email.routes.ts';
import { makeMailInterpreter } from './features/email/interpret.service.ts';
import { makeMailNaming } from './features/email/naming.service.ts';
import { MailboxReaders, type ReadersOptions } from './features/email/readers.service.ts';
import { receiveBySmtp } from './features/email/receive.service.ts';
import { signInRoutes } from './features/email/sign-in.routes.ts';
import { sourceRoutes } from './features/email/source.routes.ts';
import { takeMailRoutes } from './features/email/take.routes.ts';
import { mailboxSenders } from './features/email/ways.service.ts';
import { intakeQueues, runIntakeJobs } from './features/intake/intake.jobs.ts';
import { intakeRoutes } from './features/intake/intake.routes.ts';
import { keepRefusedBody } from './features/intake/receive.service.ts';
import { listRoutes } from './features/lists/lists.routes.ts';
import { makeListKeeper } from './features/lists/lists.service.ts';
import { liveRoutes } from './features/live/live.routes.ts';
import { contentRoutes } from './features/messages/content.routes.ts';
import { messageRoutes } from './features/messages/messages.routes.ts';
import { moveRoutes } from './features/messages/moves.routes.ts';
import { uploadRoutes } from './features/messages/uploads.routes.ts';
import { oauthRoutes } from './features/oauth/oauth.routes.ts';
import { makeTokenKeeper } from './features/oauth/token-keeper.service.ts';
import { referenceRoutes } from './features/reference/reference.routes.ts';
import { SearchIndexer } from './features/search/indexer.service.ts';
import { searchRoutes } from './features/search/search.routes.ts';
import { templateRoutes } from './features/templates/templates.routes.ts';
import { makeTenantFinder } from './features/tenants/tenants.service.ts';
import { ticketRoutes } from './features/tickets/tickets.routes.ts';
import { makeSessionKeeper } from './features/users/sessions.service.ts';
import { userRoutes } from './features/users/users.routes.ts';
import { diskFiles, troubleWithFiles } from './files.ts';
import { firstStart } from './first-start.ts';
import { greeting } from './greeting.ts';
import { buildApp } from './http/app.ts';
import { serveConsole } from './http/console.ts';
import { healthRoute } from './http/health.ts';
import { JobQueue } from './jobs/queue.ts';
import { listening } from './listening.ts';
import { processLog } from './log.ts';
import { mailOutside, type OutsideOfTests } from './mail/outside.ts';
import { MailReader } from './mail/parse-pool.ts';
import { type SmtpListener, startSmtp } from './mail/smtp-server.ts';
import { makeImageFetcher, type OutsideWorld } from './outside/remote-image.ts';
import { makeVoicenterDial } from './phone/voicenter-dial.ts';
import { giveMemoryBack } from './rest.ts';
import { makeSecrets } from './secrets.ts';
import { StartError } from './start-error.ts';
import { resumeAfterCrash, sweepQueue, sweepTenants } from './sweep.ts';

const startEndsWithinMs = 3000;
const webFolder = join(import.meta.dirname, '..', 'dist', 'web');

export const queues = [...intakeQueues, ...emailQueues, ...callQueues, sweepQueue];

/** A Pniya that serves: on its own, or for a test. */
export interface Running {
  readonly app: FastifyInstance;
  readonly means: Means;
  /** Null where the role `api` is not here. */
  readonly url: string | null;
  readonly smtpPort: number | null;
  /** Takes no more work, lets what runs end, closes its connections. The database is its opener's to stop. */
  stop(): Promise<void>;
}

export interface Surroundings {
  readonly connection: pg.PoolConfig;
  readonly databaseHealth: OpenDatabase['health'];
  readonly log: Logger;
  readonly now?: () => Date;
  /** Other times than usual, for tests. */
  readonly mailReading?: Pick<ReadersOptions, 'times' | 'lookMs'>;
  /** Another world than the public one, for tests. */
  readonly outside?: OutsideWorld;
  /** Where providers, certificates and names are found, for tests. */
  readonly mailOutside?: OutsideOfTests;
  /** Other addresses of exchanges than their own, for tests. */
  readonly phone?: PhoneOfTests;
}

/** Wires everything together on a migrated database, from the pool at the bottom to the ports on top. */
export async function startPniya(config: Config, around: Surroundings): Promise<Running> {
  // What was started is ended in the opposite order: by stop(), or here when something can't start.
  const ending = new AsyncDisposableStack();
  try {
    return await wire(config, around, ending);
  } catch (error) {
    await ending.disposeAsync();
    throw error;
  }
}

// long: the one place where all parts meet, read from top to bottom
async function wire(config: Config, around: Surroundings, ending: AsyncDisposableStack): Promise<Running> {
  const { log } = around;
  const { pool, db, close } = connectDatabase<DB>(around.connection, { log });
  ending.defer(close);
  const changes = new ChangeFeed(pool, log);
  ending.defer(() => changes.stop());
  await changes.start();
  const subscribe = changes.subscribe.bind(changes);
  const jobs = new JobQueue(around.connection, queues, log);
  ending.defer(() => jobs.stop());
  await jobs.start();
  const means: Means = {
    db,
    jobs,
    log,
    writer: new BatchWriter(),
    files: diskFiles(join(config.dataDir, 'files')),
    secrets: makeSecrets(config.secretKey, config.dataDir),
    mail: mailOutside(config, around.mailOutside),
    lists: makeListKeeper({ db, subscribe }),
    now: around.now ?? (() => new Date()),
    announce: (tenantId, change) => changes.announce(tenantId, change),
  };

  const tenants = makeTenantFinder({ db, subscribe });
  const sessions = makeSessionKeeper({ db, subscribe });
  const tokens = makeTokenKeeper({ db, subscribe, defaultRequestsPerMinute: config.apiRequestsPerMinute });
  const app = buildApp({
    means,
    log,
    identities: {
      tenantOfHost: (host) => tenants.tenantOfHost(host),
      userOfSession: (tenantId, token) => sessions.userOfSession(tenantId, token),
      clientOfToken: (tenantId, token) => tokens.clientOfToken(tenantId, token),
    },
    keepRefused: keepRefusedBody,
    trustProxy: config.trustProxy,
    publicUrl: config.publicUrl,
  });

  const isSignedIn = async (tenantId: string, token: string) =>
    (await sessions.userOfSession(tenantId, token)) !== null;
  userRoutes(app);
  oauthRoutes(app);
  listRoutes(app);
  templateRoutes(app);
  accountRoutes(app);
  ticketRoutes(app);
  const naming = await makeMailNaming(db);
  messageRoutes(app, { naming, undoSeconds: config.undoSendSeconds });
  uploadRoutes(app);
  moveRoutes(app);
  contentRoutes(app, makeImageFetcher(around.outside));
  const reader = new MailReader();
  ending.defer(() => reader.close());
  sourceRoutes(app, reader);
  intakeRoutes(app);
  mailboxRoutes(app);
  signInRoutes(app);
  takeMailRoutes(app, config.mailMaxBytes);
  callRoutes(app, makeVoicenterDial(around.phone?.voicenterDial));
  searchRoutes(app);
  referenceRoutes(app);
  liveRoutes(app, { subscribe, isSignedIn });
  healthRoute(app, {
    database: async () => {
      const health = around.databaseHealth();
      if (health.state !== 'up') return health.state;
      await pool.query('select 1');
      return null;
    },
    files: () => troubleWithFiles(config.dataDir),
    changes: () => (changes.isListening ? null : 'not connected'),
    jobs: () => (jobs.isRunning ? null : 'not running'),
    mail: () => (config.roles.includes('mail') && !smtp ? 'not listening' : null),
  });
  serveConsole(app, webFolder);

  const senders = mailboxSenders(means.mail);
  ending.defer(() => senders.close());
  if (config.roles.includes('worker')) {
    const email = makeMailInterpreter(reader, naming, config.mailMaxBytes);
    await runIntakeJobs(jobs, means, { email, phone: interpretPush });
    await runEmailJobs(jobs, means, senders);
    await runCallJobs(jobs, means, around.phone);
    const indexer = new SearchIndexer(means, subscribe);
    ending.defer(() => indexer.stop());
    await jobs.repeat(sweepQueue.name, '* * * * *', () => sweepTenants(means));
    const resume = () =>
      resumeAfterCrash(means).catch((err: unknown) =>
        log.warn({ err }, 'interrupted items wait for the sweep'),
      );
    await resume();
    subscribe(({ tenantId }) => void (tenantId === '*' && resume()));
  }
  let smtp: SmtpListener | null = null;
  // Both doors at once: each waits some seconds for who is in them.
  ending.defer(async () => void (await Promise.all([app.close(), smtp?.close()])));
  if (config.roles.includes('mail')) {
    const { smtpHost: host, smtpPort: port, mailMaxBytes: maxBytes } = config;
    const settings = { host: 'PNIYA_SMTP_HOST', port: 'PNIYA_SMTP_PORT' };
    smtp = await listening({ host, port, settings }, () =>
      startSmtp({ host, port, maxBytes, ...receiveBySmtp(means, subscribe), log }),
    );
    const leases = new Leases(around.connection, log);
    const readers = new MailboxReaders(means, { leases, subscribe, ...around.mailReading });
    ending.defer(() => readers.stop());
    const exchanges = new ExchangeReaders(means, { leases, subscribe, ...around.phone?.reading });
    ending.defer(() => exchanges.stop());
  }
  let url: string | null = null;
  if (config.roles.includes('api')) {
    const { host, port } = config;
    const settings = { host: 'PNIYA_HOST', port: 'PNIYA_PORT' };
    url = await listening({ host, port, settings }, () => app.listen({ host, port }));
  }

  return {
    app,
    means,
    url,
    smtpPort: smtp?.port ?? null,
    stop: () => ending.disposeAsync(),
  };
}

/** `npm start`: reads the settings, starts the database, migrates, makes the first tenant, serves until it is told to end. */
async function main(): Promise<void> {
  const isDemo = readArguments(process.argv.slice(2));
  const settings = readConfig();
  // The demo never mixes with real data.
  const config = isDemo ? { ...settings, dataDir: join(settings.dataDir, 'demo') } : settings;
  const log = processLog(config.logLevel);
  // Heard from the first moment, and as often as they come: a start that is given up leaves no database behind.
  const asked = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => asked.abort());
  const { signal } = asked;
  let database: OpenDatabase | undefined;
  let running: Running | undefined;
  const stop = async () => {
    await running?.stop();
    await database?.stop();
  };
  const over = () => process.exit(0);
  let isServing = false;
  // A start may come to the end of what it is doing; a long migration or the demo loses its database.
  signal.addEventListener('abort', () => {
    if (isServing) void stop().then(over, fail);
    else setTimeout(() => void database?.stop().then(over, fail), startEndsWithinMs);
  });
  try {
    database = await startDatabase(config, log, signal);
    signal.throwIfAborted();
    await prepareDatabase(database.connection, log);
    signal.throwIfAborted();
    const { connection, health: databaseHealth } = database;
    running = await startPniya(config, { connection, databaseHealth, log });
    signal.throwIfAborted();
    const first = await firstStart(running.means, config, { isDemo });
    // Said also when we are to end by now: its secrets are shown this once.
    process.stdout.write(greeting({ ...running, smtpHost: config.smtpHost }, first, performance.now()));
    signal.throwIfAborted();
    isServing = true;
    giveMemoryBack();
  } catch (error) {
    await stop();
    if (signal.aborted) over();
    throw error;
  }
}

/** Whether it is the demo that is wanted. */
function readArguments(given: readonly string[]): boolean {
  const unknown = given.find((argument) => argument !== '--demo');
  if (unknown === undefined) return given.length > 0;
  throw new StartError(
    `There is no option "${unknown}"; there is --demo. Settings are given by the environment (README).`,
  );
}

function fail(error: unknown): never {
  const lines = error instanceof StartError ? error.sentences : [(error as Error).stack ?? String(error)];
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exit(1);
}

if (import.meta.main) await main().catch(fail);
