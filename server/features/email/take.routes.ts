import type { FastifyInstance } from 'fastify';
import { wireIdOf } from '../../../shared/id.ts';
import { takeMail } from '../../../shared/v2-mail.ts';
import { route } from '../../http/route.ts';
import { Problem } from '../../problem.ts';
import { takeMailFor } from './take.service.ts';

/** Raw mail over HTTP: the body is streamed to its file, never held as a whole. */
export function takeMailRoutes(app: FastifyInstance, maxBytes: number): void {
  app.register(async (mail) => {
    mail.removeAllContentTypeParsers();
    mail.addContentTypeParser('message/rfc822', (_request, payload, done) => done(null, payload));
    mail.addContentTypeParser('*', (_request, _payload, done) =>
      done(new Problem('unsupported_media', 'mail_expected')),
    );
    route(mail, takeMail, async (ctx, { query, body, request }) => {
      const { to = null, from = '' } = query;
      const content = (body ?? []) as AsyncIterable<Buffer>;
      const envelope = { from, to: to === null ? [] : [to], by: 'http', remote_address: request.ip };
      const { intakeId, state } = await takeMailFor(ctx, { to, envelope, content, maxBytes });
      return { id: wireIdOf(intakeId), state, message: 'הדוא״ל נקלט' };
    });
  });
}
