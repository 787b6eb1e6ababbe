import { blindly, eachOf, type Owned, one, type Recipe } from './isolation-recipe.ts';

const connections = '/api/phone-connections';
const classification = ({ call }: Owned) => `/api/calls/${call}/classification`;

export const calls: Record<string, Recipe> = {
  'GET /api/calls': {
    blind: (theirs) => [
      { url: '/api/calls' },
      ...eachOf('', {}, { account: theirs.account, ticket: theirs.ticket, user: theirs.user }).map(
        ({ body }) => ({ url: `/api/calls?${new URLSearchParams(body as Record<string, string>)}` }),
      ),
      { url: `/api/calls?connection=${theirs.phoneConnection}` },
    ],
  },
  'GET /api/calls/counts': blindly('/api/calls/counts'),
  'GET /api/calls/queues': blindly('/api/calls/queues'),
  'GET /api/calls/live': blindly('/api/calls/live'),
  'GET /api/calls/:id': one(({ call }) => `/api/calls/${call}`),
  'GET /api/calls/:id/pop': one(({ call }) => `/api/calls/${call}/pop`),
  'POST /api/calls/:id/classification': {
    refused: (theirs, mine) => [
      { url: classification(theirs), body: { as: 'no_inquiry', reason: 'spam' } },
      { url: classification(mine), body: { as: 'ticket', ticket_id: theirs.ticket } },
      ...eachOf(
        classification(mine),
        { as: 'new_ticket', subject: 'x' },
        { department_id: theirs.department, priority_id: theirs.priority },
      ),
    ],
  },
  'DELETE /api/calls/:id/classification': one(classification),
  'POST /api/calls/dial': {
    refused: (theirs) =>
      eachOf(
        '/api/calls/dial',
        { phone: '0541234567' },
        { ticket_id: theirs.ticket, connection_id: theirs.phoneConnection },
      ),
  },
  'GET /api/phone-connections': blindly(connections),
  'POST /api/phone-connections': {
    refused: ({ department }) =>
      eachOf(
        connections,
        { provider: 'generic', name: 'x' },
        { department_id: department, queues: [{ queue: 'x', department_id: department }] },
      ),
  },
  'PATCH /api/phone-connections/:id': {
    refused: (theirs, mine) => [
      { url: `${connections}/${theirs.phoneConnection}`, body: { name: 'x' } },
      { url: `${connections}/${mine.phoneConnection}`, body: { department_id: theirs.department } },
    ],
  },
  'POST /api/phone-connections/:id/token': one(
    ({ phoneConnection }) => `${connections}/${phoneConnection}/token`,
  ),
  'POST /api/phone-connections/:id/test-call': {
    refused: (theirs, mine) => [
      { url: `${connections}/${theirs.phoneConnection}/test-call`, body: { step: 'ring' } },
      {
        url: `${connections}/${mine.phoneConnection}/test-call`,
        body: { step: 'hang_up', call_id: theirs.call },
      },
    ],
  },
  'GET /api/user-phones': blindly('/api/user-phones'),
  'PUT /api/users/:id/phones': one(({ user }) => `/api/users/${user}/phones`, { phones: ['101'] }),
  'POST /hooks/phone/:token': one(({ phoneToken }) => `/hooks/phone/${phoneToken}`, { event: 'newCall' }),
  'POST /hooks/phone/:token/:part': one(({ phoneToken }) => `/hooks/phone/${phoneToken}/cdr`, {}),
  'GET /hooks/phone/:token': one(({ phoneToken }) => `/hooks/phone/${phoneToken}?event=newCall`),
  'GET /hooks/phone/:token/:part': one(({ phoneToken }) => `/hooks/phone/${phoneToken}/popup`),
  'GET /api/phone-reconciliations': blindly('/api/phone-reconciliations'),
  'GET /api/phone-connections/:id/reconciliations': one(
    ({ phoneConnection }) => `${connections}/${phoneConnection}/reconciliations`,
  ),
  'POST /api/phone-connections/:id/reconciliations': one(
    ({ phoneConnection }) => `${connections}/${phoneConnection}/reconciliations`,
    {},
  ),
  'POST /api/phone-connections/:id/records': one(
    ({ phoneConnection }) => `${connections}/${phoneConnection}/records`,
    {},
  ),
  'GET /api/session/phone': { own: 'of the one who is signed in' },
};
