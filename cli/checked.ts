import type { z } from 'zod';
import { badFields, type Problem } from '../server/problem.ts';
import { type ProblemCode, problemTexts } from '../shared/problem-texts.ts';

/**
 * What was typed, by the rules of the same call of the API. Throws a Problem that names each wrong option; `prefix` is how the
 * options of these fields begin.
 */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  given: z.input<Schema>,
  prefix = '',
): z.output<Schema> {
  const { data, error } = schema.safeParse(given);
  if (!error) return data as z.output<Schema>;
  const fields = error.issues.map(({ path, message, code }) => ({
    field: `${prefix}${String(path[0] ?? '')}`,
    code: isCode(message) ? message : code === 'invalid_value' ? 'unknown_value' : ('invalid' as ProblemCode),
  }));
  const firsts = new Map(fields.toReversed().map((field) => [field.field, field]));
  throw badFields([...firsts.values()].reverse());
}

const isCode = (text: string): text is ProblemCode => Object.hasOwn(problemTexts, text);

/** Options that carry another name than the field of the API. */
const options: Readonly<Record<string, string>> = {
  scopes: 'scope',
  addresses: 'address',
  departments: 'department',
  department_id: 'department',
  priority_id: 'priority',
  hosts: 'host',
  requests_per_minute: 'requests-per-minute',
  username: 'imap-user',
  security: 'imap-security',
  port: 'imap-port',
  'smtp-username': 'smtp-user',
  'smtp-password': 'smtp-password-file',
  'smtp-from_name': 'from-name',
  'oauth-provider': 'oauth',
  'oauth-username': 'oauth-user',
  'oauth-client_id': 'oauth-client-id',
  'oauth-client_secret': 'oauth-secret-file',
  'oauth-service_key': 'oauth-key-file',
  provider: 'oauth',
  client_id: 'oauth-client-id',
  directory: 'oauth-directory',
  service_key: 'oauth-key-file',
};

/** A Problem as one sentence for the person at the terminal. */
export function sentenceOf({ code, fields }: Problem): string {
  const reasons = fields.map((one) => `--${options[one.field] ?? one.field}: ${problemTexts[one.code].en}`);
  return `${reasons.length > 0 ? reasons.join('; ') : problemTexts[code].en}.`;
}
