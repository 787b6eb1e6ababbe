import { eachOf, one, type Recipe } from './isolation-recipe.ts';

const to = [{ address: 'x@example.org' }];

export const sending: Record<string, Recipe> = {
  'GET /api/tickets/:id/reply-target': {
    refused: (theirs, mine) => [
      { url: `/api/tickets/${theirs.ticket}/reply-target` },
      { url: `/api/tickets/${mine.ticket}/reply-target?answers=${theirs.message}` },
    ],
  },
  'POST /api/messages/:id/forward': {
    refused: (theirs, mine) => [
      { url: `/api/messages/${theirs.message}/forward`, body: { to } },
      ...eachOf(
        `/api/messages/${mine.message}/forward`,
        { to },
        { from_mailbox_id: theirs.mailbox, attachment_ids: [theirs.upload] },
      ),
    ],
  },
  'POST /api/messages/:id/unsend': one(({ reply }) => `/api/messages/${reply}/unsend`),
  'POST /api/messages/:id/send-now': one(({ reply }) => `/api/messages/${reply}/send-now`),
  'POST /api/uploads': { own: 'names nothing that is there' },
  'DELETE /api/uploads/:id': one(({ upload }) => `/api/uploads/${upload}`),
  'GET /api/messages/:id/source': {
    refused: ({ message, reply }) => [message, reply].map((id) => ({ url: `/api/messages/${id}/source` })),
  },
  'GET /api/messages/:id/rendered': {
    refused: ({ reply }) => [{ url: `/api/messages/${reply}/rendered` }],
  },
  'GET /api/messages/:id/rendered/html': {
    refused: ({ reply }) => [{ url: `/api/messages/${reply}/rendered/html` }],
  },
};
