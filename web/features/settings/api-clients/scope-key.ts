import type { Scope } from '../../../../shared/permissions.ts';

/** A scope as a key of the translations, where a colon would separate the area. */
export const scopeKey = (scope: Scope) => scope.replace(':', '_');
