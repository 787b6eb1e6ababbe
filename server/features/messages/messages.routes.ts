import type { FastifyInstance } from 'fastify';
import { readAccount } from '../../../shared/accounts.ts';
import {
  addNote,
  listMessages,
  markNotArrived,
  readMessageWhole,
  retryDelivery,
} from '../../../shared/messages.ts';
import {
  forwardMessage,
  readReplyTarget,
  replyToTicket,
  sendNow,
  unsendMessage,
} from '../../../shared/sending.ts';
import { changeTicket, readTicket, recordNoAnswerDue, undoEvents } from '../../../shared/tickets.ts';
import { changeTicketV2, listMessagesV2 } from '../../../shared/v2-tickets.ts';
import { tagged } from '../../http/etag.ts';
import { publicBase } from '../../http/ords.ts';
import { route } from '../../http/route.ts';
import { retryDeliveryOf } from './delivery.service.ts';
import { changeShown, noAnswerDueShown, undoShown } from './desk.service.ts';
import { forwardMessageOf } from './forward.service.ts';
import { listMessagesOf, readCard, readMessage, readTicketPage } from './messages.service.ts';
import { changeThroughApi, findUnknownInChange, listMessagesForApi } from './messages-v2.service.ts';
import { type Outbox, replyToTicketOf } from './reply.service.ts';
import { readReplyTargetOf } from './reply-target.service.ts';
import { markNotArrivedOf } from './reports.service.ts';
import { sendNowOf, unsendOf } from './unsend.service.ts';
import { addNoteTo } from './write.service.ts';

export function messageRoutes(app: FastifyInstance, outbox: Outbox): void {
  route(app, readTicket, (ctx, { params }) => readTicketPage(ctx, params.number));
  route(app, readAccount, (ctx, { params }) => readCard(ctx, params.id));
  route(app, changeTicket, (ctx, { params, body }) => changeShown(ctx, params.id, body));
  route(app, recordNoAnswerDue, (ctx, { params, body }) => noAnswerDueShown(ctx, params.id, body));
  route(app, undoEvents, (ctx, { params, body }) => undoShown(ctx, params.id, body.event_ids));
  route(app, listMessages, (ctx, { params, query }) => listMessagesOf(ctx, params.id, query.before));
  route(app, readMessageWhole, (ctx, { params }) => readMessage(ctx, params.id));
  route(app, replyToTicket, async (ctx, { params, body }) =>
    readMessage(ctx, await replyToTicketOf(ctx, outbox, params.id, body)),
  );
  route(app, readReplyTarget, (ctx, { params, query }) =>
    readReplyTargetOf(ctx, params.id, query.answers, outbox.undoSeconds),
  );
  route(app, forwardMessage, async (ctx, { params, body }) =>
    readMessage(ctx, await forwardMessageOf(ctx, outbox, params.id, body)),
  );
  route(app, unsendMessage, (ctx, { params }) => unsendOf(ctx, params.id));
  route(app, sendNow, (ctx, { params }) => sendNowOf(ctx, params.id));
  route(app, addNote, async (ctx, { params, body }) =>
    readMessage(ctx, await addNoteTo(ctx, params.id, body.text)),
  );
  route(app, retryDelivery, (ctx, { params }) => retryDeliveryOf(ctx, params.id));
  route(app, markNotArrived, (ctx, { params }) => markNotArrivedOf(ctx, params.id));
  route(
    app,
    changeTicketV2,
    (ctx, { params, body }) => changeThroughApi(ctx, params.id, body),
    (ctx, body, { params }) => findUnknownInChange(ctx, (params as { id: string }).id, body),
  );
  route(app, listMessagesV2, async (ctx, { params, query, request, reply }) =>
    tagged(request, reply, await listMessagesForApi(ctx, params.id, query, publicBase(request))),
  );
}
