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
  'GET /api/mailboxes/:id/reconciliations': { blind: (theirs) => [{ url: reconciliations(theirs) }] },
  'POST /api/mailboxes/:id/reconciliations': one(reconciliations),
};
