import { wireIdOf } from '../../../shared/id.ts';
import type { Template } from '../../../shared/templates.ts';
import { wireOrNull } from '../../wire.ts';
import type { TemplateRecord } from './templates.sql.ts';

export function templateShown({ id, department_id, ...rest }: TemplateRecord): Template {
  return { ...rest, id: wireIdOf(id), department_id: wireOrNull(department_id) };
}
