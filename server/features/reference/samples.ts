import type { JsonSchema, MediaType } from '../../../shared/openapi.ts';

/** Believable values by a field's name, where the contract gives no example. */
const values: Readonly<Record<string, unknown>> = {
  id: '271911966272026940869079307116515873576',
  name: 'פתוח',
  is_active: 'Y',
  subject: 'my subject',
  msg: 'my description',
  number: 1042,
  phone: '0549255555',
  email: 'dana@example.com',
  status: '233476065495939904005866822871905093425',
  rel: 'self',
  hasMore: false,
  limit: 25,
  offset: 0,
  count: 1,
  delivery: null,
  waiting_since: '2026-01-12T08:30:00Z',
  kind: 'created',
  actor: 'client',
  from: null,
  detail: {},
  access_token: 'HsXI8gp1B5F2d5EDnGy3Tw',
  token_type: 'bearer',
  expires_in: 3600,
  scope: 'tickets:read tickets:write',
  client_id: 'CLIENT_ID',
  message: 'ההודעה נוספה בהצלחה',
};

/** The contract's own example, else one made of its schema. `href` is what links of the answer show. */
export function sampleOf({ schema, example }: MediaType, href: string): unknown {
  return example ?? sampleOfSchema(schema, '', href);
}

function sampleOfSchema(schema: JsonSchema, name: string, href: string): unknown {
  if (schema.properties) {
    const entries = Object.entries(schema.properties).map(([key, value]) => [
      key,
      sampleOfSchema(value, key, href),
    ]);
    return Object.fromEntries(entries);
  }
  if (schema.items) return [sampleOfSchema(schema.items, name, href)];
  if (name === 'href') return href;
  if (schema.examples) return schema.examples[0];
  if (Array.isArray(schema.type) && schema.type.includes('null') && !(name in values)) return null;
  if (schema.enum) return schema.enum.includes(values[name]) ? values[name] : schema.enum[0];
  return values[name] ?? plainSample(schema);
}

function plainSample({ type, format, pattern, const: constant }: JsonSchema): unknown {
  if (constant !== undefined) return constant;
  if (format === 'date-time') return '2026-01-12T08:30:00Z';
  if (pattern?.includes('\\d')) return values.id;
  return { boolean: true, number: 0, integer: 0, object: {} }[String(type)] ?? '';
}
