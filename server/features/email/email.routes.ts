import type { FastifyInstance } from 'fastify';
import { changeAcknowledgement, readAcknowledgement } from '../../../shared/acknowledgements.ts';
import { wireIdOf } from '../../../shared/id.ts';
import {
  addMailbox,
  changeMailbox,
  connectMailbox,
  disconnectMailbox,
  listMailboxes,
  readMailboxHistory,
  startMailbox,
  tryConnection,
  tryTicketAddress,
} from '../../../shared/mailboxes.ts';
import {
  listComparedMailboxes,
  listReconciliations,
  reconcileMailbox,
} from '../../../shared/reconciliations.ts';
import { route } from '../../http/route.ts';
import { changeAcknowledgementOf, readAcknowledgementOf } from './acknowledge.service.ts';
import { listComparedMailboxesOf } from './compared.service.ts';
import {
  connectMailboxOf,
  disconnectMailboxOf,
  startMailboxOf,
  tryConnectionOf,
} from './connections.service.ts';
import { readHistoryOf } from './history.service.ts';
import { addMailboxTo, changeMailboxOf, listMailboxesOf } from './mailboxes.service.ts';
import { listReconciliationsOf, requestReconciliation } from './reconcile.service.ts';
import { tryTicketAddressOf } from './ticket-address.service.ts';

export function mailboxRoutes(app: FastifyInstance): void {
  route(app, listMailboxes, (ctx) => listMailboxesOf(ctx));
  route(app, addMailbox, async (ctx, { body }) => ({ id: wireIdOf((await addMailboxTo(ctx, body)).id) }));
  route(app, readAcknowledgement, (ctx, { params }) => readAcknowledgementOf(ctx, params.id));
  route(app, changeAcknowledgement, (ctx, { params, body }) => changeAcknowledgementOf(ctx, params.id, body));
  route(app, changeMailbox, (ctx, { params, body }) => changeMailboxOf(ctx, params.id, body));
  route(app, tryTicketAddress, (ctx, { params }) => tryTicketAddressOf(ctx, params.id));
  route(app, tryConnection, (ctx, { params, body }) => tryConnectionOf(ctx, params.id, body));
  route(app, connectMailbox, (ctx, { params, body }) => connectMailboxOf(ctx, params.id, body));
  route(app, disconnectMailbox, (ctx, { params }) => disconnectMailboxOf(ctx, params.id));
  route(app, startMailbox, (ctx, { params, body }) => startMailboxOf(ctx, params.id, body));
  route(app, readMailboxHistory, (ctx, { params }) => readHistoryOf(ctx, params.id));
  route(app, listComparedMailboxes, (ctx) => listComparedMailboxesOf(ctx));
  route(app, listReconciliations, (ctx, { params }) => listReconciliationsOf(ctx, params.id));
  route(app, reconcileMailbox, (ctx, { params }) => requestReconciliation(ctx, params.id));
}
