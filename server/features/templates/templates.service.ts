import type { BodyOf } from '../../../shared/endpoint.ts';
import { isSameName } from '../../../shared/names.ts';
import { type addTemplate, type changeTemplate, templateFields } from '../../../shared/templates.ts';
import { unknownFieldsOf } from '../../../shared/text-fields.ts';
import { type Context, inTransaction, requirePermission } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { badFields, Problem } from '../../problem.ts';
import {
  insertTemplate,
  lockTemplates,
  selectTemplates,
  type TemplateRecord,
  updateTemplate,
  updateTemplatePositions,
} from './templates.sql.ts';

/** In their order, inactive ones included. */
export async function listTemplatesOf(ctx: Context): Promise<TemplateRecord[]> {
  requirePermission(ctx, 'tickets:write');
  return selectTemplates(ctx);
}

/** Adds a template at the end; answers its uuid. Problems: `unknown_field`, `unknown_value` for the department, conflict `name_taken`. */
export async function addTemplateTo(
  ctx: Context,
  given: BodyOf<typeof addTemplate>,
): Promise<{ id: string }> {
  requirePermission(ctx, 'settings:write');
  requireKnownFields(given.text);
  await requireDepartment(ctx, given.department_id);
  const id = newId();
  await change(ctx, async (tx, rows) => {
    requireFreeName(rows, given.name);
    await insertTemplate(tx, id, given);
  });
  return { id };
}

/** Changes a template. Problems: not_found, `unknown_field`, `unknown_value` for the department, conflict `name_taken`. */
export async function changeTemplateOf(
  ctx: Context,
  id: string,
  changes: BodyOf<typeof changeTemplate>,
): Promise<void> {
  requirePermission(ctx, 'settings:write');
  if (changes.text !== undefined) requireKnownFields(changes.text);
  await requireDepartment(ctx, changes.department_id ?? null);
  await change(ctx, async (tx, rows) => {
    const row = rows.find((each) => each.id === id);
    if (!row) throw new Problem('not_found', 'not_found');
    const changed: TemplateRecord = {
      id,
      name: changes.name ?? row.name,
      text: changes.text ?? row.text,
      department_id: changes.department_id === undefined ? row.department_id : changes.department_id,
      is_active: changes.is_active ?? row.is_active,
    };
    requireFreeName(
      rows.filter((each) => each !== row),
      changed.name,
    );
    await updateTemplate(tx, changed);
  });
}

/** Sets the order; conflict `wrong_order` when `ids` does not name every template once. */
export async function orderTemplatesOf(ctx: Context, ids: readonly string[]): Promise<void> {
  requirePermission(ctx, 'settings:write');
  await change(ctx, async (tx, rows) => {
    const given = new Set(ids);
    const isWhole =
      given.size === ids.length && ids.length === rows.length && rows.every(({ id }) => given.has(id));
    if (!isWhole) throw new Problem('conflict', 'wrong_order');
    await updateTemplatePositions(tx, ids);
  });
}

/** Throws `unknown_field` with the first name in the text that stands for nothing. */
export function requireKnownFields(text: string): void {
  const [value] = unknownFieldsOf(text, templateFields);
  if (value !== undefined) throw badFields([{ field: 'text', code: 'unknown_field', value }]);
}

async function change(ctx: Context, verb: (tx: Context, rows: readonly TemplateRecord[]) => Promise<void>) {
  await inTransaction(ctx, async (tx) => {
    await lockTemplates(tx);
    await verb(tx, await selectTemplates(tx));
    tx.announce({ kind: 'templates' });
  });
}

/** Inactive templates count too: they come back. */
function requireFreeName(rows: readonly TemplateRecord[], name: string): void {
  if (!rows.some((row) => isSameName(row.name, name))) return;
  throw new Problem('conflict', 'name_taken', { fields: [{ field: 'name', code: 'name_taken' }] });
}

async function requireDepartment(ctx: Context, id: string | null): Promise<void> {
  if (id === null || (await ctx.lists.of(ctx.tenantId)).departments.has(id)) return;
  throw badFields([{ field: 'department_id', code: 'unknown_value' }]);
}
