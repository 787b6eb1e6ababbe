import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { endpoint } from '../../../shared/endpoint.ts';
import { requestId } from '../../../shared/id.ts';
import {
  ignoreIntake,
  listIntake,
  openFromIntake,
  readIntake,
  retryIntake,
  summariseIntake,
  unignoreIntake,
} from '../../../shared/intake.ts';
import { countTickets, openTicket } from '../../../shared/tickets.ts';
import { addMessageV2, createTicket } from '../../../shared/v2-tickets.ts';
import { publicBase } from '../../http/ords.ts';
import { type Answerer, route } from '../../http/route.ts';
import { badFields } from '../../problem.ts';
import { addMessageThroughApi } from './add-message.service.ts';
import {
  countAll,
  ignoreIntakeOf,
  listIntakeOf,
  readIntakeOf,
  readRawFile,
  retryIntakeOf,
  summariseIntakeOf,
  unignoreIntakeOf,
} from './intake.service.ts';
import { openFromIntakeOf, openTicketOf } from './open.service.ts';
import { findUnknownIds, type ReceivedBody, receiveTicket, refuseOtherBody } from './receive.service.ts';

const readRawIntake = endpoint({
  method: 'GET',
  url: '/api/intake/:id/raw',
  summary: 'The raw bytes of a ledger row, as a download',
  tag: 'intake',
  access: 'intake:read',
  params: z.object({ id: requestId }),
  answer: z.string(),
});

export function intakeRoutes(app: FastifyInstance): void {
  const createAnswer: Answerer<typeof createTicket> = async (ctx, { body, request, reply }) => {
    const answer = await receiveTicket(ctx, body, receivedOf(request));
    reply.header('location', `${publicBase(request)}/v2/tickets/${answer.id}`);
    return answer;
  };
  route(app, createTicket, createAnswer, async (ctx, body, request) => {
    await refuseOtherBody(ctx, receivedOf(request));
    return findUnknownIds(ctx, body);
  });
  route(app, addMessageV2, (ctx, { params, body, request }) =>
    addMessageThroughApi(ctx, params.id, body, receivedOf(request)),
  );
  route(app, openTicket, (ctx, { body }) => openTicketOf(ctx, body));
  route(app, countTickets, (ctx) => countAll(ctx));
  route(app, listIntake, (ctx, { query }) => listIntakeOf(ctx, query));
  route(app, summariseIntake, (ctx, { query }) => summariseIntakeOf(ctx, query));
  route(app, readIntake, (ctx, { params }) => readIntakeOf(ctx, params.id));
  route(app, retryIntake, (ctx, { params }) => retryIntakeOf(ctx, params.id));
  route(app, ignoreIntake, (ctx, { params, body }) => ignoreIntakeOf(ctx, params.id, body.reason));
  route(app, unignoreIntake, (ctx, { params }) => unignoreIntakeOf(ctx, params.id));
  route(app, openFromIntake, (ctx, { params, body }) => openFromIntakeOf(ctx, params.id, body.subject));
  route(app, readRawIntake, async (ctx, { params, reply }) => {
    const { raw, name } = await readRawFile(ctx, params.id);
    reply.headers({
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': `attachment; filename="${name}"`,
    });
    return reply.type('application/octet-stream').serializer(String).send(raw) as never;
  });
}

const keyLimit = 200;

function receivedOf(request: FastifyRequest): ReceivedBody {
  const given = request.headers['idempotency-key'];
  const key = typeof given === 'string' && given !== '' ? given : null;
  if (key !== null && key.length > keyLimit)
    throw badFields([{ field: 'Idempotency-Key', code: 'too_long' }]);
  // The key's own prefix keeps it apart from the ids that name things without a key.
  return {
    raw: request.rawBody ?? Buffer.alloc(0),
    mediaType: request.headers['content-type'] ?? '',
    key: key && `key:${key}`,
  };
}
