import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkStructure } from './structure.ts';

const T = 'server/features/tickets/';

/** What the checker says of a small tree: `path:line rule`, one for each finding. */
function judge(tree: Record<string, string>): string[] {
  return checkStructure(new Map(Object.entries(tree))).map(
    ({ path, line, rule }) => `${path}:${line} ${rule}`,
  );
}

/** One import in one file; the imported files exist, so that only the direction is judged. */
function judgeImport(from: string, line: string, ...existing: string[]): string[] {
  return judge({
    [from]: `${line}\n`,
    ...Object.fromEntries(existing.map((path) => [path, 'export const x = 1;'])),
  });
}

describe('imports that the table refuses', () => {
  const refused: [from: string, line: string][] = [
    ['shared/tickets.ts', "import { x } from '../server/problem.ts';"],
    ['shared/tickets.ts', "import { readFile } from 'node:fs/promises';"],
    [`${T}tickets.sql.ts`, "import { x } from './tickets.service.ts';"],
    [`${T}tickets.sql.ts`, "import { x } from './tickets.routes.ts';"],
    [`${T}tickets.sql.ts`, "import { x } from '../users/users.sql.ts';"],
    [`${T}tickets.sql.ts`, "import { x } from '../users/users.service.ts';"],
    [`${T}tickets.sql.ts`, "import { Pool } from 'pg';"],
    [`${T}tickets.sql.ts`, "import { z } from 'zod';"],
    [`${T}tickets.service.ts`, "import { x } from '../users/users.sql.ts';"],
    [`${T}tickets.service.ts`, "import { x } from './tickets.routes.ts';"],
    [`${T}tickets.service.ts`, "import { x } from '../intake/intake.service.ts';"],
    [`${T}tickets.service.ts`, "import type { FastifyInstance } from 'fastify';"],
    [`${T}tickets.service.ts`, "import type { PgBoss } from 'pg-boss';"],
    [`${T}tickets.service.ts`, "import { sql } from 'kysely';"],
    [`${T}tickets.service.ts`, "import { x } from '../../http/app.ts';"],
    [`${T}tickets.service.ts`, "const late = await import('../intake/intake.service.ts');"],
    [`${T}tickets.routes.ts`, "import { x } from './tickets.sql.ts';"],
    [`${T}tickets.routes.ts`, "import { x } from '../users/users.service.ts';"],
    [`${T}tickets.routes.ts`, "import { sql } from 'kysely';"],
    [`${T}tickets.routes.ts`, "import { fastify } from 'fastify';"],
    [`${T}tickets.jobs.ts`, "import { x } from './tickets.sql.ts';"],
    [`${T}handled.ts`, "import { x } from './tickets.sql.ts';"],
    [`${T}handled.ts`, "import { x } from '../users/users.service.ts';"],
    [`${T}handled.ts`, "export { x } from './tickets.service.ts';"],
    ['server/http/app.ts', "import { x } from '../features/tickets/tickets.service.ts';"],
    ['server/jobs/queue.ts', "import { x } from '../features/tickets/tickets.jobs.ts';"],
    ['server/mail/parse.ts', "import { x } from '../features/tickets/handled.ts';"],
    ['server/database/batch.ts', "import type { x } from '../features/tickets/tickets.sql.ts';"],
    ['server/context.ts', "import { x } from './features/users/users.service.ts';"],
    ['server/main.ts', "import { x } from '../web/main.tsx';"],
    ['server/main.ts', "import { x } from './testing/factories.ts';"],
    ['server/http/app.ts', "import { x } from '../main.ts';"],
    ['cli/tickets.ts', "import { x } from '../server/features/tickets/tickets.sql.ts';"],
    ['cli/tickets.ts', "import { x } from '../server/features/tickets/tickets.routes.ts';"],
    ['cli/tickets.ts', "import { x } from '../server/http/app.ts';"],
    ['web/main.tsx', "import { x } from '../server/problem.ts';"],
    ['web/main.test.ts', "import { x } from '../server/problem.ts';"],
    ['server/http/app.test.ts', "import { x } from '../../web/api.ts';"],
    ['web/features/tickets/page.tsx', "import { x } from '../users/users-page.tsx';"],
    ['web/features/tickets/page.tsx', "import { x } from '../users/users-page';"],
    ['web/components/avatar.tsx', "import { x } from '../features/users/users-page.tsx';"],
  ];
  const existing = refused.map(([from]) => from);
  for (const [from, line] of refused) {
    test(`${from}: ${line}`, () => {
      const others = [...existing, 'web/features/users/users-page.tsx'].filter((path) => path !== from);
      assert.deepEqual(judgeImport(from, line, ...others), [`${from}:1 imports`]);
    });
  }
});

describe('imports that the table allows', () => {
  const allowed: [from: string, line: string][] = [
    ['shared/tickets.ts', "import { z } from 'zod';"],
    ['shared/tickets.ts', "import { x } from './id.ts';"],
    [`${T}tickets.sql.ts`, "import { sql } from 'kysely';"],
    [`${T}tickets.sql.ts`, "import type { PoolClient } from 'pg';"],
    [`${T}tickets.sql.ts`, "import type { Database } from '../../database/schema.ts';"],
    [`${T}tickets.sql.ts`, "import type { Context } from '../../context.ts';"],
    [`${T}tickets.sql.ts`, "import { x } from './handled.ts';"],
    [`${T}handled.ts`, "import type { X } from './tickets.sql.ts';"],
    [`${T}tickets.service.ts`, "import { x } from './tickets.sql.ts';"],
    [`${T}tickets.service.ts`, "import { x } from '../users/users.service.ts';"],
    [`${T}tickets.service.ts`, "import { Problem } from '../../problem.ts';"],
    [`${T}tickets.service.ts`, "import sanitize from 'sanitize-html';"],
    [`${T}tickets.routes.ts`, "import type { FastifyInstance } from 'fastify';"],
    [`${T}tickets.routes.ts`, "import { x } from '../../http/app.ts';"],
    [`${T}tickets.jobs.ts`, "import { x } from '../../jobs/queue.ts';"],
    [`${T}tickets.test.ts`, "import { x } from '../intake/intake.sql.ts';"],
    ['server/http/app.ts', "import { fastify } from 'fastify';"],
    ['server/main.ts', "import { x } from './features/tickets/tickets.routes.ts';"],
    ['cli/tickets.ts', "import { x } from '../server/features/tickets/tickets.service.ts';"],
    ['web/router.tsx', "import { x } from './features/tickets/page.tsx';"],
    ['web/features/tickets/page.tsx', "import { x } from '../../../shared/tickets.ts';"],
    ['web/features/tickets/page.tsx', "import { x } from '../../components/avatar.tsx';"],
    ['e2e/sign-in.test.ts', "import { x } from '../server/testing/start-test-app.ts';"],
  ];
  for (const [from, line] of allowed) {
    test(`${from}: ${line}`, () => assert.deepEqual(judgeImport(from, line), []));
  }
});

test('a call to the right in the order is refused within one group too', () => {
  const line = "import { x } from '../accounts/accounts.service.ts';";
  const from = 'server/features/lists/lists.service.ts';
  assert.deepEqual(judgeImport(from, line), [`${from}:1 imports`]);
});

test('a feature without a place in the order is refused', () => {
  const path = 'server/features/invoices/invoices.sql.ts';
  assert.deepEqual(judge({ [path]: '' }), [`${path}:1 features`]);
});

test('a cycle is refused and shown once, by its shortest way', () => {
  const tree = new Map([
    ['shared/a.ts', "import { b } from './b.ts';"],
    ['shared/b.ts', "import type { C } from './c.ts';"],
    ['shared/c.ts', "export const load = () => import('./a.ts');"],
    ['shared/d.ts', "import { a } from './a.ts';"],
  ]);
  const messages = checkStructure(tree).map(({ rule, message }) => `${rule}: ${message}`);
  assert.deepEqual(messages, ['cycles: shared/a.ts → shared/b.ts → shared/c.ts → shared/a.ts']);
});

test('two cycles through one file are both shown', () => {
  const found = judge({
    'shared/a.ts': "import './b.ts';\nimport './c.ts';",
    'shared/b.ts': "import './a.ts';",
    'shared/c.ts': "import './a.ts';",
  });
  assert.equal(found.length, 2);
});

test('a file that imports itself is a cycle', () => {
  assert.deepEqual(judge({ 'shared/a.ts': "import './a.ts';" }), ['shared/a.ts:1 cycles']);
});
