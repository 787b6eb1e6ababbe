import type { FastifyInstance } from 'fastify';
import { addAccountNote, changeAccount, findAccounts, openAccount } from '../../../shared/accounts.ts';
import { createAccount, createNote } from '../../../shared/v2-accounts.ts';
import { route } from '../../http/route.ts';
import { createAccountV2, createNoteV2, findWrongInAccount, findWrongInNote } from './accounts-v2.service.ts';
import { changeAccountBy, noteOnAccount, openAccountByHand } from './change.service.ts';
import { findAccountsBy } from './find.service.ts';

/** GET /api/accounts/:id is the messages feature's: the card shows tickets, which stand above accounts. */
export function accountRoutes(app: FastifyInstance): void {
  route(app, findAccounts, (ctx, { query }) => findAccountsBy(ctx, query.q));
  route(app, openAccount, (ctx, { body }) => openAccountByHand(ctx, body));
  route(app, changeAccount, (ctx, { params, body }) => changeAccountBy(ctx, params.id, body));
  route(app, addAccountNote, (ctx, { params, body }) => noteOnAccount(ctx, params.id, body));
  route(app, createAccount, (ctx, { body }) => createAccountV2(ctx, body), findWrongInAccount);
  route(app, createNote, (ctx, { body }) => createNoteV2(ctx, body), findWrongInNote);
}
