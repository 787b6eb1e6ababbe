import { wireIdOf } from '../../../shared/id.ts';
import type { Signatures } from '../../../shared/templates.ts';
import { type Context, requirePermission } from '../../context.ts';
import { Problem } from '../../problem.ts';
import {
  selectDepartmentSignatures,
  selectUserSignature,
  updateDepartmentSignature,
  updateUserSignature,
} from './signatures.sql.ts';
import { requireKnownFields } from './templates.service.ts';

/** Mine, and those of the departments; an API client has none of its own. */
export async function readSignaturesOf(ctx: Context): Promise<Signatures> {
  requirePermission(ctx, 'tickets:write');
  const [mine, departments] = await Promise.all([
    ctx.actor.kind === 'user' ? selectUserSignature(ctx, ctx.actor.id) : '',
    selectDepartmentSignatures(ctx),
  ]);
  return {
    mine,
    departments: departments.map(({ id, signature }) => ({ department_id: wireIdOf(id), text: signature })),
  };
}

/** Problems: `unknown_field`; sign_in_required for whoever is no person. */
export async function changeOwnSignatureTo(ctx: Context, text: string): Promise<void> {
  if (ctx.actor.kind !== 'user') throw new Problem('unauthenticated', 'sign_in_required');
  requireKnownFields(text);
  await updateUserSignature(ctx, ctx.actor.id, kept(text));
  ctx.announce({ kind: 'templates' });
}

/** Problems: not_found, `unknown_field`. */
export async function changeDepartmentSignatureTo(ctx: Context, id: string, text: string): Promise<void> {
  requirePermission(ctx, 'settings:write');
  requireKnownFields(text);
  if (!(await updateDepartmentSignature(ctx, id, kept(text)))) throw new Problem('not_found', 'not_found');
  ctx.announce({ kind: 'templates' });
}

/** Blank lines round a signature would part it from the reply, or trail behind it. */
const kept = (text: string) => text.replace(/^(?:[ \t]*\n)+|\s+$/g, '');
