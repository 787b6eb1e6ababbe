import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { answerId } from './id.ts';
import { emailAddress } from './users.ts';

export const takeMail = endpoint({
  method: 'POST',
  url: '/v2/intake/mail',
  summary: 'קליטת דוא״ל · Take in a mail as it came',
  description:
    'For providers that push mail: the body is the raw mail (RFC 5322), as large as the installation takes by SMTP (50 MB unless set otherwise). 201 is answered once its bytes and its ledger row are durable; what it says is understood afterwards. The same bytes again are `duplicate`. A mail for no mailbox of ours, an empty or too large one is refused and kept in the ledger as `rejected`.',
  tag: 'mail',
  access: 'mail:write',
  bodyType: 'message/rfc822',
  query: z.object({
    to: emailAddress
      .optional()
      .describe(
        'The recipient that the provider took it for: an address of a mailbox, also with +anything. Without it Delivered-To, X-Original-To, To and Cc of the mail decide; a tenant’s only mailbox needs none',
      ),
    from: emailAddress.optional().describe('The envelope’s sender (RFC 5321), for the record'),
  }),
  body: z.unknown().meta({ type: 'string', format: 'binary' }),
  status: 201,
  answer: z.object({
    id: answerId.describe('The ledger row'),
    state: z.enum(['pending', 'duplicate']),
    message: z.string(),
  }),
});
