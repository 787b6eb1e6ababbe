import { sql } from 'kysely';
import type { Context } from '../../context.ts';

type Scope = Pick<Context, 'tenantId' | 'db'>;

export interface TemplateRecord {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly department_id: string | null;
  readonly is_active: boolean;
}

/** In their order, inactive ones included. */
export function selectTemplates({ tenantId, db }: Scope): Promise<TemplateRecord[]> {
  return db
    .selectFrom('reply_templates')
    .select(['id', 'name', 'text', 'department_id', 'is_active'])
    .where('tenant_id', '=', tenantId)
    .orderBy('position')
    .orderBy('id')
    .execute();
}

/** Whoever changes templates waits for whoever changes them now: rows that are just being added can't be locked. */
export async function lockTemplates({ tenantId, db }: Scope): Promise<void> {
  await sql`select from tenants where tenant_id = ${tenantId} for no key update`.execute(db);
}

export type TemplateValues = Omit<TemplateRecord, 'id' | 'is_active'>;

/** At the end. */
export async function insertTemplate(
  { tenantId, db }: Scope,
  id: string,
  template: TemplateValues,
): Promise<void> {
  const { name, text, department_id } = template;
  await sql`insert into reply_templates (tenant_id, id, name, text, department_id, position)
    select ${tenantId}::uuid, ${id}::uuid, ${name}::text, ${text}::text, ${department_id}::uuid, coalesce(max(position), -1) + 1
    from reply_templates where tenant_id = ${tenantId}`.execute(db);
}

export async function updateTemplate({ tenantId, db }: Scope, template: TemplateRecord): Promise<void> {
  const { id, ...values } = template;
  await db
    .updateTable('reply_templates')
    .set(values)
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
}

/** Sets the positions of the named rows to their place in `ids`. */
export async function updateTemplatePositions(
  { tenantId, db }: Scope,
  ids: readonly string[],
): Promise<void> {
  await sql`update reply_templates as template set position = ordered.place - 1
    from unnest(${ids}::uuid[]) with ordinality as ordered (id, place)
    where template.tenant_id = ${tenantId} and template.id = ordered.id`.execute(db);
}
