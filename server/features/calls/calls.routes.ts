import type { FastifyInstance } from 'fastify';
import {
  classifyCall,
  countCalls,
  dialNumber,
  listCallQueues,
  listCalls,
  listLiveCalls,
  readCall,
  readScreenPop,
  undoClassification,
} from '../../../shared/calls.ts';
import {
  addPhoneConnection,
  changePhoneConnection,
  changeUserPhones,
  listPhoneConnections,
  listUserPhones,
  readMyPhone,
  renewPhoneToken,
  sendTestCall,
} from '../../../shared/phone-connections.ts';
import { publicBase } from '../../http/ords.ts';
import { route } from '../../http/route.ts';
import { countCallsOf, listCallsOf, listLiveCallsOf, listQueuesOf, readCallOf } from './calls.service.ts';
import { classifyCallOf } from './classify.service.ts';
import {
  addConnectionOf,
  changeConnectionOf,
  listConnectionsOf,
  renewTokenOf,
} from './connections.service.ts';
import { type Dial, dialNumberOf } from './dial.service.ts';
import { hookRoutes } from './hooks.routes.ts';
import { readScreenPopOf } from './pop.service.ts';
import { exchangeRoutes } from './reconcile.routes.ts';
import { undoClassificationOf } from './take-back.service.ts';
import { sendTestCallOf } from './test-call.service.ts';
import { changeUserPhonesOf, listUserPhonesOf, readMyPhoneOf } from './user-phones.service.ts';

export function callRoutes(app: FastifyInstance, dial: Dial): void {
  hookRoutes(app);
  exchangeRoutes(app);
  route(app, listCalls, (ctx, { query }) => listCallsOf(ctx, query));
  route(app, countCalls, (ctx) => countCallsOf(ctx));
  route(app, listCallQueues, (ctx) => listQueuesOf(ctx));
  route(app, listLiveCalls, (ctx) => listLiveCallsOf(ctx));
  route(app, dialNumber, (ctx, { body }) => dialNumberOf(ctx, body, dial));
  route(app, readCall, (ctx, { params }) => readCallOf(ctx, params.id));
  route(app, readScreenPop, (ctx, { params }) => readScreenPopOf(ctx, params.id));
  route(app, classifyCall, (ctx, { params, body }) => classifyCallOf(ctx, params.id, body));
  route(app, undoClassification, (ctx, { params }) => undoClassificationOf(ctx, params.id));
  route(app, listPhoneConnections, (ctx) => listConnectionsOf(ctx));
  route(app, addPhoneConnection, (ctx, { body, request }) => addConnectionOf(ctx, body, publicBase(request)));
  route(app, changePhoneConnection, (ctx, { params, body }) => changeConnectionOf(ctx, params.id, body));
  route(app, renewPhoneToken, (ctx, { params, request }) =>
    renewTokenOf(ctx, params.id, publicBase(request)),
  );
  route(app, sendTestCall, (ctx, { params, body }) => sendTestCallOf(ctx, params.id, body));
  route(app, listUserPhones, (ctx) => listUserPhonesOf(ctx));
  route(app, changeUserPhones, (ctx, { params, body }) => changeUserPhonesOf(ctx, params.id, body.phones));
  route(app, readMyPhone, (ctx) => readMyPhoneOf(ctx));
}
