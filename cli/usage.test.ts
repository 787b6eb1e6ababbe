import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pniyaWith } from '../server/testing/cli-process.ts';

// A database that isn't there: none of these may get as far as asking it.
const pniya = pniyaWith({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });

test('a mistake in the command line is one sentence, the usage of that command, and exit code 2', async () => {
  const cases: [string[], string, RegExp][] = [
    [
      ['user', 'add'],
      '--email is missing.',
      /Usage: npm run pniya -- user add \[<email>\] \[options\]\n {2}--email/,
    ],
    [['user', 'add', 'a@b.c', '--nam', 'x'], "Unknown option '--nam'.", /-- user add/],
    [['user', 'add', 'a@b.c', '--name'], "Option '--name <value>' argument missing.", /-- user add/],
    [
      ['user', 'add', 'a@b.c', '--email', 'a@b.c'],
      'Give the email once: as a word or with --email.',
      /-- user add/,
    ],
    [['tenant', 'list', 'x'], '"x" is one word too many.', /-- tenant list \[options\]/],
    [['api-client', 'revoke', 'x', 'y'], '"y" is one word too many.', /-- api-client revoke/],
    [['mailbox', 'add', '--json'], '--address is missing.', /-- mailbox add/],
    [['user', 'delete'], 'There is no command "user delete".', /Commands\n {2}tenant add +add a business\n/],
    [['tenant', 'add', 'x', '--language', 'fr'], '--language is he or en.', /-- tenant add/],
  ];
  for (const [args, sentence, usage] of cases) {
    const answer = await pniya(...args);
    assert.deepEqual([answer.code, answer.out], [2, ''], args.join(' '));
    assert.equal(answer.err.split('\n')[0], sentence);
    assert.match(answer.err, usage);
  }
});

test('help is an answer, not a failure', async () => {
  for (const args of [[], ['help'], ['--help']]) {
    const answer = await pniya(...args);
    assert.deepEqual([answer.code, answer.err], [0, '']);
    assert.match(answer.out, /^Usage: npm run pniya -- <command> \[options\]\n\nCommands\n/);
    assert.match(answer.out, /\n {2}doctor +check settings/);
  }
  for (const args of [
    ['help', 'mailbox', 'add'],
    ['mailbox', 'add', '--help'],
  ]) {
    const answer = await pniya(...args);
    assert.match(
      answer.out,
      /^add a mailbox.*\n\nUsage: npm run pniya -- mailbox add \[<address>\] \[options\]\n/,
    );
  }
});

test('a database that is away and settings that are wrong are sentences with exit code 1', async () => {
  const away = await pniya('tenant', 'list');
  assert.deepEqual([away.code, away.out], [1, '']);
  assert.match(away.err, /^The database of DATABASE_URL can't be reached: .*\.\n$/);
  const wrong = await pniyaWith({ PNIYA_PORT: 'x', PNIYA_ROLE: 'api' })('migrate');
  assert.equal(wrong.code, 1);
  assert.match(wrong.err, /PNIYA_ROLE is not a setting of Pniya\.\nPNIYA_PORT must be a whole number/);
});
