import { type MailSink, openMailSink } from './mail-sink.ts';
import { shared } from './shared.ts';
import { startOwnApp, type TestApp } from './start-test-app.ts';

/** The product, and the mail server of everybody whom it writes to. */
export interface InWorld {
  readonly app: TestApp;
  readonly world: MailSink;
  stop(): Promise<void>;
}

/** Test files of one process are given the same. */
export async function startInWorld(): Promise<InWorld> {
  return await shared('in world', startOwnWorld);
}

async function startOwnWorld(): Promise<InWorld> {
  const world = await openMailSink();
  const app = await startOwnApp({ outgoingSmtpUrl: world.url });
  return {
    app,
    world,
    async stop() {
      await app.stop();
      await world.close();
    },
  };
}
