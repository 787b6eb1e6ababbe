import { calls } from './isolation-calls.ts';
import { mailboxes } from './isolation-mailboxes.ts';
import { blindly, eachOf, type Owned, one, type Recipe } from './isolation-recipe.ts';
import { sending } from './isolation-sending.ts';

const subject = 's';

const listsOf = (theirs: Owned) => ({
  owner: theirs.user,
  department_id: theirs.department,
  priority_id: theirs.priority,
  account_id: theirs.account,
});
const changesOf = (theirs: Owned) => ({ ...listsOf(theirs), status: theirs.status });
const filtersOf = (theirs: Owned) =>
  Object.entries(changesOf(theirs)).map(([key, id]) => `/v2/tickets?${key}=${id}`);

const settings: Record<string, Recipe> = {
  'POST /api/session': {
    refused: ({ email, password }) => [{ url: '/api/session', body: { email, password } }],
  },
  'GET /api/session': blindly('/api/session'),
  'DELETE /api/session': { own: 'ends the session of its own cookie' },
  'PUT /api/session/password': { own: 'of the one who is signed in' },
  'PUT /api/session/language': { own: 'of the one who is signed in' },
  'GET /api/users': blindly('/api/users'),
  'POST /api/users': {
    refused: ({ department }) => {
      const user = { name: 'x', email: 'x@example.org', role: 'agent', password: 'correct horse battery' };
      return eachOf('/api/users', user, { departments: [department] });
    },
  },
  'PATCH /api/users/:id': {
    refused: (theirs, mine) => [
      { url: `/api/users/${theirs.user}`, body: { name: 'x' } },
      { url: `/api/users/${mine.user}`, body: { departments: [theirs.department] } },
    ],
  },
  'GET /api/api-clients': blindly('/api/api-clients'),
  'POST /api/api-clients': { own: 'names nothing that is there' },
  'PATCH /api/api-clients/:id': one(({ apiClient }) => `/api/api-clients/${apiClient}`, { is_active: false }),
  'DELETE /api/api-clients/:id': one(({ apiClient }) => `/api/api-clients/${apiClient}`),
  'GET /api/lists': blindly('/api/lists'),
  'POST /api/lists/:list': { own: 'names nothing that is there' },
  'PATCH /api/lists/:list/:id': {
    refused: (theirs) => [
      { url: `/api/lists/departments/${theirs.department}`, body: { name: 'x' } },
      { url: `/api/lists/priorities/${theirs.priority}`, body: { is_active: false } },
      { url: `/api/lists/statuses/${theirs.status}`, body: { name: 'x' } },
      { url: `/api/lists/account_statuses/${theirs.accountStatus}`, body: { name: 'x' } },
      { url: `/api/lists/account_types/${theirs.accountType}`, body: { name: 'x' } },
    ],
  },
  'PUT /api/lists/:list/order': {
    refused: ({ department }) => [{ url: '/api/lists/departments/order', body: { ids: [department] } }],
  },
  'GET /api/templates': blindly('/api/templates'),
  'POST /api/templates': {
    refused: ({ department }) =>
      eachOf('/api/templates', { name: 'x', text: 'x' }, { department_id: department }),
  },
  'PUT /api/templates/order': {
    refused: ({ template }) => [{ url: '/api/templates/order', body: { ids: [template] } }],
  },
  'PATCH /api/templates/:id': {
    refused: (theirs, mine) => [
      { url: `/api/templates/${theirs.template}`, body: { name: 'x' } },
      { url: `/api/templates/${mine.template}`, body: { department_id: theirs.department } },
    ],
  },
  'GET /api/signatures': blindly('/api/signatures'),
  'PUT /api/signatures/:id': one(({ department }) => `/api/signatures/${department}`, { text: 'x' }),
  'PUT /api/session/signature': { own: 'of the one who is signed in' },
  'GET /api/accounts': {
    blind: ({ phone, email }) =>
      [phone, email, 'סודי'].map((q) => ({ url: `/api/accounts?q=${encodeURIComponent(q)}` })),
  },
  'POST /api/accounts': { own: 'names nothing that is there' },
  'GET /api/accounts/:id': one(({ account }) => `/api/accounts/${account}`),
  'PATCH /api/accounts/:id': one(({ account }) => `/api/accounts/${account}`, { name: 'x' }),
  'POST /api/accounts/:id/notes': one(({ account }) => `/api/accounts/${account}/notes`, { text: 'x' }),
  'GET /api/live': { own: 'its test listens to two tenants at once' },
};

const tickets: Record<string, Recipe> = {
  'GET /api/tickets': {
    blind: (theirs) => [
      { url: '/api/tickets?view=all' },
      { url: '/api/tickets' },
      { url: `/api/tickets?view=all&number=${theirs.number}` },
      { url: `/api/tickets?view=all&department=${theirs.department}` },
      { url: `/api/tickets?view=all&owner=${theirs.user}` },
    ],
  },
  'POST /api/tickets': {
    refused: (theirs) => eachOf('/api/tickets', { channel: 'phone', subject }, changesOf(theirs)),
  },
  'GET /api/tickets/counts': blindly('/api/tickets/counts'),
  // The number is each tenant's own: it names my ticket.
  'GET /api/tickets/:number': { blind: ({ number }) => [{ url: `/api/tickets/${number}` }] },
  'PATCH /api/tickets/:id': {
    refused: (theirs, mine) => [
      { url: `/api/tickets/${theirs.ticket}`, body: { subject } },
      ...eachOf(`/api/tickets/${mine.ticket}`, {}, changesOf(theirs)),
    ],
  },
  'GET /api/tickets/:id/events': one(({ ticket }) => `/api/tickets/${ticket}/events`),
  'GET /api/tickets/:id/messages': one(({ ticket }) => `/api/tickets/${ticket}/messages`),
  'POST /api/tickets/:id/no-answer-due': one(({ ticket }) => `/api/tickets/${ticket}/no-answer-due`, {
    code: 'spam',
  }),
  'GET /api/tickets/:id/others': one(({ ticket }) => `/api/tickets/${ticket}/others`),
  'POST /api/tickets/:id/move': {
    refused: (theirs, mine) => [
      { url: `/api/tickets/${theirs.ticket}/move`, body: { message_ids: [theirs.message], to: mine.ticket } },
      { url: `/api/tickets/${mine.ticket}/move`, body: { message_ids: [theirs.message], to: mine.ticket } },
      { url: `/api/tickets/${mine.ticket}/move`, body: { message_ids: [mine.message], to: theirs.ticket } },
    ],
  },
  'POST /api/tickets/:id/split': {
    refused: (theirs, mine) => [
      { url: `/api/tickets/${theirs.ticket}/split`, body: { message_ids: [theirs.message] } },
      { url: `/api/tickets/${mine.ticket}/split`, body: { message_ids: [theirs.message] } },
    ],
  },
  'POST /api/tickets/:id/merge': {
    refused: (theirs, mine) => [
      { url: `/api/tickets/${theirs.ticket}/merge`, body: { into: mine.ticket } },
      { url: `/api/tickets/${mine.ticket}/merge`, body: { into: theirs.ticket } },
    ],
  },
  'POST /api/tickets/:id/not-related': one(({ ticket }) => `/api/tickets/${ticket}/not-related`),
  'POST /api/tickets/:id/undo': {
    refused: (theirs, mine) => [
      { url: `/api/tickets/${theirs.ticket}/undo`, body: { event_ids: [theirs.event] } },
      { url: `/api/tickets/${mine.ticket}/undo`, body: { event_ids: [theirs.event] } },
    ],
  },
  'POST /api/tickets/:id/replies': {
    refused: (theirs, mine) => [
      { url: `/api/tickets/${theirs.ticket}/replies`, body: { text: 'x' } },
      { url: `/api/tickets/${mine.ticket}/replies`, body: { text: 'x', status: theirs.status } },
      ...eachOf(
        `/api/tickets/${mine.ticket}/replies`,
        { text: 'x', to: [{ address: 'x@example.org' }] },
        { from_mailbox_id: theirs.mailbox, attachment_ids: [theirs.upload], answers: theirs.message },
      ),
    ],
  },
  ...sending,
  'POST /api/tickets/:id/notes': one(({ ticket }) => `/api/tickets/${ticket}/notes`, { text: 'x' }),
  'POST /api/messages/:id/not-arrived': one(({ reply }) => `/api/messages/${reply}/not-arrived`),
  'POST /api/messages/:id/retry': one(({ reply }) => `/api/messages/${reply}/retry`),
  'GET /api/messages/:id': one(({ message }) => `/api/messages/${message}`),
  'GET /api/messages/:id/threading': one(({ message }) => `/api/messages/${message}/threading`),
  'GET /api/messages/:id/html': one(({ message }) => `/api/messages/${message}/html`),
  'GET /api/messages/:id/image': one(({ message }) => `/api/messages/${message}/image?place=0`),
  'GET /api/attachments/:id': one(({ attachment }) => `/api/attachments/${attachment}`),
  'GET /api/search/tickets': {
    blind: ({ phone, email, number, mailAddress }) =>
      [phone, email, number, mailAddress, 'סודי', 'הסוד', 'סוד', phone.slice(-5)].map((q) => ({
        url: `/api/search/tickets?q=${encodeURIComponent(q)}`,
      })),
  },
  'GET /api/intake': {
    blind: ({ mailbox }) =>
      ['', '?state=rejected', '?state=quarantined', `?mailbox=${mailbox}`].map((query) => ({
        url: `/api/intake${query}`,
      })),
  },
  'GET /api/intake/summary': blindly('/api/intake/summary?since=2020-01-01T00:00:00Z'),
  'GET /api/intake/:id': one(({ rejected }) => `/api/intake/${rejected}`),
  'GET /api/intake/:id/raw': {
    refused: ({ rejected, quarantined }) =>
      [rejected, quarantined].map((id) => ({ url: `/api/intake/${id}/raw` })),
  },
  'POST /api/intake/:id/retry': one(({ quarantined }) => `/api/intake/${quarantined}/retry`),
  'POST /api/intake/:id/ignore': one(({ quarantined }) => `/api/intake/${quarantined}/ignore`, {
    reason: 'x',
  }),
  'DELETE /api/intake/:id/ignore': one(({ quarantined }) => `/api/intake/${quarantined}/ignore`),
  'POST /api/intake/:id/ticket': one(({ rejected }) => `/api/intake/${rejected}/ticket`, { subject }),
};

const described = ['departments', 'priorities', 'statuses', 'messages', 'events'].map(
  (list) => `tickets/${list}`,
);
const catalogue = [...described, 'tickets', 'users', 'accounts/statuses', 'accounts/types'].map((path) => {
  const url = `/v2/metadata-catalog/${path}`;
  return [`GET ${url}`, blindly(url)] as const;
});
const lists = ['tickets/departments', 'tickets/priorities', 'tickets/statuses', 'users'];
const published = [...lists, 'accounts/statuses', 'accounts/types'].map((path) => {
  return [`GET /v2/${path}`, blindly(`/v2/${path}`)] as const;
});

const api: Record<string, Recipe> = {
  'GET /v2/tickets': {
    blind: (theirs) => [{ url: '/v2/tickets' }, ...filtersOf(theirs).map((url) => ({ url }))],
  },
  'POST /v2/tickets/create': {
    refused: (theirs, { status }) => eachOf('/v2/tickets/create', { subject, status }, changesOf(theirs)),
  },
  'GET /v2/tickets/:id': one(({ ticket }) => `/v2/tickets/${ticket}`),
  'PUT /v2/tickets/:id': {
    refused: (theirs, mine) => [
      { url: `/v2/tickets/${theirs.ticket}`, body: { subject } },
      ...eachOf(`/v2/tickets/${mine.ticket}`, {}, changesOf(theirs)),
    ],
  },
  'GET /v2/tickets/:id/messages': one(({ ticket }) => `/v2/tickets/${ticket}/messages`),
  'POST /v2/tickets/:id/messages': one(({ ticket }) => `/v2/tickets/${ticket}/messages`, { msg: 'x' }),
  'GET /v2/tickets/:id/events': one(({ ticket }) => `/v2/tickets/${ticket}/events`),
  'POST /v2/accounts/create': {
    refused: (theirs, mine) => {
      const foreign = { owner: theirs.user, type: theirs.accountType, status: theirs.accountStatus };
      return eachOf('/v2/accounts/create', { name: 'x', f_name: 'x', status: mine.accountStatus }, foreign);
    },
  },
  'POST /v2/intake/mail': {
    refused: ({ mailAddress }) => [
      { url: `/v2/intake/mail?to=${mailAddress}`, body: 'Subject: x\r\n\r\nx', type: 'message/rfc822' },
    ],
  },
  'POST /v2/notes/create': {
    refused: (theirs) => eachOf('/v2/notes/create', { msg: 'x' }, { account_id: theirs.account }),
  },
  'POST /v2/search/leadsAndAccounts': {
    blind: ({ phone, email }) => [
      ...eachOf('/v2/search/leadsAndAccounts', {}, { phone, email, name: 'סודי' }),
      { url: '/v2/search/leadsAndAccounts', body: {} },
    ],
  },
  'POST /oauth/token': {
    refused: ({ clientId, clientSecret }) => [
      {
        url: '/oauth/token',
        form: { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret },
      },
    ],
  },
  'POST /oauth/revoke': {
    blind: ({ token }, { clientId, clientSecret }) => [
      { url: '/oauth/revoke', form: { token, client_id: clientId, client_secret: clientSecret } },
    ],
  },
  'POST /oauth/introspect': {
    blind: ({ token }, { clientId, clientSecret }) => [
      { url: '/oauth/introspect', form: { token, client_id: clientId, client_secret: clientSecret } },
    ],
  },
  'GET /v2/openapi.json': blindly('/v2/openapi.json'),
  'GET /docs': blindly('/docs'),
  'GET /.well-known/oauth-authorization-server': blindly('/.well-known/oauth-authorization-server'),
};

/** By method and registered address; a route without one fails the test that reads them. */
export const recipes: ReadonlyMap<string, Recipe> = new Map([
  ...Object.entries({ ...settings, ...mailboxes, ...calls, ...tickets, ...api }),
  ...catalogue,
  ...published,
]);
