import { badFields } from './problem.ts';

/** The opaque key of a page: where it starts, in the order of its list. */
export function pageKey(parts: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** Reads a key with as many parts as `kinds`; throws bad_request for anything that pageKey did not make. */
export function readPageKey(given: string, kinds: readonly ('instant' | 'uuid')[], field: string): string[] {
  const parts = parsed(given);
  const isRight = parts.length === kinds.length && kinds.every((kind, index) => isOf(kind, parts[index]));
  if (!isRight) throw badFields([{ field, code: 'invalid' }]);
  return parts as string[];
}

function parsed(given: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(given, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function isOf(kind: 'instant' | 'uuid', part: unknown): boolean {
  if (typeof part !== 'string') return false;
  if (kind === 'uuid') return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(part);
  const at = new Date(part);
  // Exactly as pageKey got it: PostgreSQL refuses what Date repairs (February 31st), and the year 0.
  return /^(?!0000)\d{4}-/.test(part) && !Number.isNaN(at.getTime()) && at.toISOString() === part;
}
