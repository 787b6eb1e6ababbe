import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isPublicDomain } from './thread-domains.ts';
import { bar, decide, type Link, type Named, points } from './thread-score.ts';
import { numbersIn } from './thread-subject.ts';

const [dana, cpa] = ['dana@shop.example', 'cpa@books.example'];
const ticket: Named = {
  ticketId: 'a',
  number: 7,
  isClosed: true,
  participants: [dana],
  copied: [cpa],
  domains: ['shop.example'],
};
const link = (signal: Link['signal'], ticketId = 'a', place = 0): Link => ({
  ticketId,
  signal,
  by: signal,
  place,
});
const by = (sender: string | null, isAnswer = true) => ({ sender, isAnswer });
const [colleague, stranger] = ['ruth@shop.example', 'eve@evil.example'];

/** Which signals bring whom onto the ticket. */
const table: [Link['signal'][], string | null, 'joined' | 'maybe' | 'nothing'][] = [
  [['token'], dana, 'joined'],
  [['reference'], dana, 'joined'],
  [['number'], dana, 'joined'],
  [['bare_number'], dana, 'joined'],
  [['token'], colleague, 'joined'],
  [['reference', 'number'], colleague, 'joined'],
  [['reference'], cpa, 'joined'],
  [['token'], cpa, 'joined'],
  [['number'], cpa, 'maybe'],
  [['reference'], colleague, 'maybe'],
  [['number'], colleague, 'maybe'],
  [['bare_number'], colleague, 'maybe'],
  [['token', 'reference', 'number', 'bare_number'], stranger, 'maybe'],
  [['token'], null, 'maybe'],
  [['reference'], stranger, 'maybe'],
  [['number'], stranger, 'maybe'],
  [['bare_number'], stranger, 'nothing'],
];

for (const [signals, sender, expected] of table) {
  const who = sender === null ? 'nobody' : (sender.split('@')[0] ?? '');
  test(`${signals.join(' and ')} from ${who}: ${expected}`, () => {
    const decision = decide(
      signals.map((signal) => link(signal)),
      [ticket],
      by(sender),
    );
    const got = decision?.joined ? 'joined' : decision?.maybe ? 'maybe' : 'nothing';
    assert.equal(got, expected, JSON.stringify(decision));
  });
}

test('a mail that names nothing decides nothing', () => {
  assert.equal(decide([], [ticket], by(dana)), null);
  assert.equal(decide([link('reference', 'gone')], [ticket], by(dana)), null);
});

test('of a Message-ID that two tickets know, the one in which the sender takes part', () => {
  const theirs: Named = {
    ticketId: 'b',
    number: 9,
    isClosed: false,
    participants: [stranger],
    copied: [],
    domains: [],
  };
  const both = [link('reference', 'b'), link('reference', 'a')];
  assert.equal(decide(both, [theirs, ticket], by(dana))?.joined, 'a');
  assert.equal(decide(both, [theirs, ticket], by(stranger))?.joined, 'b');
});

test('of two tickets of the sender, the one whose mail is answered', () => {
  const other: Named = { ...ticket, ticketId: 'b', number: 9 };
  const both = [link('reference', 'a', 1), link('reference', 'b', 0)];
  assert.equal(decide(both, [ticket, other], by(dana))?.joined, 'b');
});

test('what is answered goes before a number and an address that were written before the mail was moved', () => {
  const split: Named = { ...ticket, ticketId: 'b', number: 8 };
  const links = [
    link('token', 'b', 0),
    link('reference', 'a', 1),
    link('address', 'a', 9),
    link('number', 'a', 9),
  ];
  assert.equal(decide(links, [ticket, split], by(dana))?.joined, 'b');
  assert.equal(decide(links.slice(1), [ticket, split], by(dana))?.joined, 'a');
});

test('an address of a closed ticket names it in an answer; in a mail of its own it is one that a program remembered', () => {
  const open = { ...ticket, isClosed: false };
  const cases = [
    [ticket, by(dana), 'joined'],
    [ticket, by(dana, false), 'maybe'],
    [open, by(dana, false), 'joined'],
    [open, by(stranger, false), 'maybe'],
    [ticket, by(stranger, false), null],
  ] as const;
  for (const [named, writing, expected] of cases) {
    const decision = decide([link('address')], [named], writing);
    assert.equal(decision?.joined ? 'joined' : decision?.maybe && 'maybe', expected);
  }
  const numbered = decide([link('address'), link('number')], [ticket], by(dana, false));
  assert.equal(numbered?.joined, 'a');
});

const signal = fc.constantFrom<Link['signal']>('token', 'address', 'reference', 'number', 'bare_number');
const anyLinks = fc.array(
  fc.record({ signal, ticketId: fc.constantFrom('a', 'b', 'c'), by: fc.string(), place: fc.nat(9) }),
);
const anyNamed = fc.array(
  fc.record({
    ticketId: fc.constantFrom('a', 'b', 'c'),
    number: fc.nat(99),
    isClosed: fc.boolean(),
    participants: fc.subarray([dana, colleague]),
    copied: fc.subarray([cpa, stranger]),
    domains: fc.subarray(['shop.example']),
  }),
);

test('nobody joins a ticket without a word for who they are, and no subject alone brings anybody but its people', () => {
  fc.assert(
    fc.property(
      anyLinks,
      anyNamed,
      fc.constantFrom(dana, colleague, stranger, null),
      fc.boolean(),
      (links, named, sender, isAnswer) => {
        const decision = decide(links, named, by(sender, isAnswer));
        if (!decision?.joined) return;
        const [best] = decision.candidates;
        const signals = best?.signals.map((one) => one.signal) ?? [];
        assert.ok(signals.some((one) => ['participant', 'copied', 'domain'].includes(one)));
        const hasId = signals.includes('token') || signals.includes('reference');
        assert.ok(hasId || signals.includes('participant'));
        assert.equal(
          best?.points,
          best?.signals.reduce((sum, one) => sum + points[one.signal], 0),
        );
        assert.ok((best?.points ?? 0) >= bar);
        assert.equal(decision.maybe, null);
      },
    ),
  );
});

const numbers: [string, number[]][] = [
  ['Re: order \u2066[#1234]\u2069', [1234]],
  ['תשובה: הזמנה [1234#]', [1234]],
  ['בנושא פנייה 1234', [1234]],
  ['פניה מס׳ 12', [12]],
  ['פנייה מספר: #12', [12]],
  ['לפנייה #5 שלי', [5]],
  ['Ticket No. 77', [77]],
  ['order #5 and #6', [6, 5]],
  ['[#3] about #9', [3, 9]],
  ['[#3] Fwd: [#4]', [4, 3]],
  ['C#7, AT&#39; no #1a #0', []],
  ['2 פניות 2024', []],
  ['', []],
];
for (const [subject, expected] of numbers) {
  test(`numbers in “${subject}”`, () => {
    assert.deepEqual(
      numbersIn(subject).map(({ number }) => number),
      expected,
    );
  });
}

test('only what is written our way is ours', () => {
  const ours = (subject: string) => numbersIn(subject)[0]?.isOurs;
  assert.deepEqual([ours('[#3]'), ours('פנייה 3'), ours('#3'), ours('הזמנה #3')], [true, true, false, false]);
});

test('where anybody can have an address', () => {
  for (const one of ['gmail.com', 'walla.co.il', 'hotmail.co.il', 'yahoo.com', 'icloud.com', 'bezeqint.net'])
    assert.equal(isPublicDomain(one), true, one);
  for (const one of ['shop.example', 'live.shop.example.com', 'outlook.mycompany.co.il', 'mail.tau.ac.il'])
    assert.equal(isPublicDomain(one), false, one);
});
