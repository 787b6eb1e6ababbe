import { type MailSink, openMailSink } from './mail-sink.ts';
import { startTestApp, type TestApp } from './start-test-app.ts';

/** The product, and the mail server of everybody whom it writes to. */
export interface InWorld {
  readonly app: TestApp;
  readonly world: MailSink;
  stop(): Promise<void>;
}

export async function startInWorld(): Promise<InWorld> {
  const world = await openMailSink();
  const app = await startTestApp({ outgoingSmtpUrl: world.url });
  return {
    app,
    world,
    async stop() {
      await app.stop();
      await world.close();
    },
  };
}
