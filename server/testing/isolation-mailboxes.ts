import { blindly, eachOf, type Owned, one, type Recipe } from './isolation-recipe.ts';

const mailServer = { host: '127.0.0.1', port: 1, security: 'none', username: 'x', password: 'x' };
const acknowledgement = ({ mailbox }: Owned) => `/api/mailboxes/${mailbox}/acknowledgement`;
const reconciliations = ({ mailbox }: Owned) => `/api/mailboxes/${mailbox}/reconciliations`;

export const mailboxes: Record<string, Recipe> = {
  'GET /api/mailboxes': blindly('/api/mailboxes'),
  'POST /api/mailboxes': {
    refused: (theirs) => [
      ...eachOf(
        '/api/mailboxes',
        { name: 'x', addresses: ['x@example.org'] },
        {
          addresses: [theirs.mailAddress],
          department_id: theirs.department,
          priority_id: theirs.priority,
        },
      ),
    ],
  },
  'GET /api/mailboxes/:id/acknowledgement': one(acknowledgement),
  'PUT /api/mailboxes/:id/acknowledgement': one(acknowledgement, { is_on: true }),
  'PATCH /api/mailboxes/:id': {
    refused: (theirs, mine) => [
      { url: `/api/mailboxes/${theirs.mailbox}`, body: { is_active: false } },
      ...eachOf(
        `/api/mailboxes/${mine.mailbox}`,
        {},
        {
          addresses: [theirs.mailAddress],
          department_id: theirs.department,
          priority_id: theirs.priority,
        },
      ),
    ],
  },
  'POST /api/mailboxes/:id/connection/trial': one(
    ({ mailbox }) => `/api/mailboxes/${mailbox}/connection/trial`,
    mailServer,
  ),
  'PUT /api/mailboxes/:id/connection': one(
    ({ mailbox }) => `/api/mailboxes/${mailbox}/connection`,
    mailServer,
  ),
  'DELETE /api/mailboxes/:id/connection': one(({ mailbox }) => `/api/mailboxes/${mailbox}/connection`),
  'POST /api/mailboxes/:id/connection/start': one(
    ({ mailbox }) => `/api/mailboxes/${mailbox}/connection/start`,
    { from: 'all' },
  ),
  'GET /api/mailboxes/:id/connection/history': one(
    ({ mailbox }) => `/api/mailboxes/${mailbox}/connection/history`,
  ),
  'GET /api/reconciliations': blindly('/api/reconciliations'),
  'GET /api/mail-apps': blindly('/api/mail-apps'),
  'PUT /api/mail-apps/:provider': { own: 'there is one of each provider in each tenant' },
  'DELETE /api/mail-apps/:provider': { own: 'there is one of each provider in each tenant' },
  'POST /api/mailboxes/:id/authorization/begin': one(
    ({ mailbox }) => `/api/mailboxes/${mailbox}/authorization/begin`,
    { provider: 'google', username: 'x@example.org' },
  ),
  'PUT /api/mailboxes/:id/authorization': one(({ mailbox }) => `/api/mailboxes/${mailbox}/authorization`, {
    provider: 'google',
    username: 'x@example.org',
  }),
  // That a state of another tenant is refused: sign-in.test.ts.
  'GET /api/mailboxes/oauth/callback': blindly('/api/mailboxes/oauth/callback?state=x&code=x'),
  'PUT /api/mailboxes/:id/sender': one(({ mailbox }) => `/api/mailboxes/${mailbox}/sender`, mailServer),
  'DELETE /api/mailboxes/:id/sender': one(({ mailbox }) => `/api/mailboxes/${mailbox}/sender`),
  'POST /api/mailboxes/:id/sender/trial': one(({ mailbox }) => `/api/mailboxes/${mailbox}/sender/trial`, {
    to: 'x@example.org',
  }),
  'POST /api/mailboxes/:id/ticket-address/trial': one(
    ({ mailbox }) => `/api/mailboxes/${mailbox}/ticket-address/trial`,
  ),
  'GET /api/dkim-keys': blindly('/api/dkim-keys'),
  'POST /api/dkim-keys': {
    refused: ({ mailAddress }) => [{ url: '/api/dkim-keys', body: { domain: mailAddress.split('@')[1] } }],
  },
  'POST /api/dkim-keys/:domain/check': one(
    ({ mailAddress }) => `/api/dkim-keys/${mailAddress.split('@')[1]}/check`,
    {},
  ),
  'PATCH /api/dkim-keys/:domain': one(({ mailAddress }) => `/api/dkim-keys/${mailAddress.split('@')[1]}`, {
    is_active: true,
  }),
  'DELETE /api/dkim-keys/:domain': one(({ mailAddress }) => `/api/dkim-keys/${mailAddress.split('@')[1]}`),
  'GET /api/mailboxes/:id/reconciliations': { blind: (theirs) => [{ url: reconciliations(theirs) }] },
  'POST /api/mailboxes/:id/reconciliations': one(reconciliations),
};
