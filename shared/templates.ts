import { z } from 'zod';
import { noContent, requiredText, textUpTo } from './common.ts';
import { endpoint } from './endpoint.ts';
import { answerId, optionalRequestId, requestId } from './id.ts';
import { givenName } from './names.ts';

/** What a reply template or a signature may name, as `{{ticket.number}}`. */
export const templateFields = [
  'account.name',
  'account.first_name',
  'ticket.number',
  'ticket.subject',
  'user.name',
  'mailbox.address',
  'department.name',
] as const;
export type TemplateValues = Readonly<Record<(typeof templateFields)[number], string>>;

export const templateLimits = { name: 100, text: 20_000, signature: 1000, templates: 1000 } as const;

export const template = z.object({
  id: answerId,
  name: z.string(),
  text: z.string(),
  /** The one whose tickets it is offered first on; null: everybody's. */
  department_id: answerId.nullable(),
  is_active: z.boolean(),
});
export type Template = z.infer<typeof template>;

export const listTemplates = endpoint({
  method: 'GET',
  url: '/api/templates',
  summary: 'Reply templates in their order, inactive ones included',
  tag: 'templates',
  access: 'tickets:write',
  answer: z.object({ items: z.array(template) }),
});

const fieldsTold = `The text may hold ${templateFields.map((name) => `\`{{${name}}}\``).join(', ')}; 400 \`unknown_field\` names others.`;

export const addTemplate = endpoint({
  method: 'POST',
  url: '/api/templates',
  summary: 'Add a reply template at the end',
  description: `${fieldsTold} 409 when the name is taken.`,
  tag: 'templates',
  access: 'settings:write',
  body: z.object({
    name: givenName(templateLimits.name),
    text: requiredText(templateLimits.text),
    department_id: optionalRequestId,
  }),
  status: 201,
  answer: z.object({ id: answerId }),
});

export const changeTemplate = endpoint({
  method: 'PATCH',
  url: '/api/templates/:id',
  summary: 'Change, deactivate or reactivate a reply template',
  description: `${fieldsTold} 409 when the name is taken.`,
  tag: 'templates',
  access: 'settings:write',
  params: z.object({ id: requestId }),
  body: z.object({
    name: givenName(templateLimits.name).optional(),
    text: requiredText(templateLimits.text).optional(),
    department_id: requestId.nullable().optional(),
    is_active: z.boolean().optional(),
  }),
  status: 204,
  answer: noContent,
});

export const orderTemplates = endpoint({
  method: 'PUT',
  url: '/api/templates/order',
  summary: 'Set the order of reply templates; names every one once',
  tag: 'templates',
  access: 'settings:write',
  body: z.object({ ids: z.array(requestId).min(1).max(templateLimits.templates) }),
  status: 204,
  answer: noContent,
});

/** What stands below a reply: mine if I have one, else the one of the ticket's department. */
export const signatures = z.object({
  mine: z.string(),
  departments: z.array(z.object({ department_id: answerId, text: z.string() })),
});
export type Signatures = z.infer<typeof signatures>;

export const readSignatures = endpoint({
  method: 'GET',
  url: '/api/signatures',
  summary: 'My signature, and those of the departments that have one',
  tag: 'templates',
  access: 'tickets:write',
  answer: signatures,
});

const signature = z.object({ text: textUpTo(templateLimits.signature) });

export const changeOwnSignature = endpoint({
  method: 'PUT',
  url: '/api/session/signature',
  summary: 'Set my signature; an empty one leaves that to the department',
  description: fieldsTold,
  tag: 'session',
  access: 'signed-in',
  body: signature,
  status: 204,
  answer: noContent,
});

export const changeDepartmentSignature = endpoint({
  method: 'PUT',
  url: '/api/signatures/:id',
  summary: 'Set the signature of a department, for those who have none of their own',
  description: fieldsTold,
  tag: 'templates',
  access: 'settings:write',
  params: z.object({ id: requestId }),
  body: signature,
  status: 204,
  answer: noContent,
});

/** The signature of a reply in a department's ticket, as it was written: with its fields. */
export function signatureFor(known: Signatures, departmentId: string | null): string {
  if (known.mine.trim() !== '') return known.mine;
  return known.departments.find(({ department_id }) => department_id === departmentId)?.text ?? '';
}
