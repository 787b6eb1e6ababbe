import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { cdrLines, madeCalls, seeded, voicenterPush, voicenterRow } from '../testing/exchange-day.ts';
import { onlyEvent } from '../testing/push.ts';
import { readCdr, readCdrPieces, surveyCdr } from './cdr-csv.ts';
import { fieldsOfLine, lineOf } from './cdr-line.ts';
import { type Journey, type UnreadableRecord, UnreadableRecordError } from './exchange-records.ts';
import { voicenter } from './voicenter.ts';
import { readLog } from './voicenter-log.ts';

const always = { since: new Date(0), until: new Date(8.64e15) };
const settings = { timezone: 'Asia/Jerusalem', columns: null };
// As Asterisk's documentation has it, adapted.
const documented =
  '"","0501234567","700","from-trunk","""Dana"" <0501234567>","SIP/trunk-00000a1","SIP/101-00000a2","Queue","support,t,,,60","2026-10-04 09:11:31","2026-10-04 09:11:58","2026-10-04 09:12:44",73,46,"ANSWERED","DOCUMENTATION","1791105091.161",""';
const fields = fieldsOfLine(documented);
/** The documented line with other fields, by their place. */
const changed = (changes: Record<number, string>, more: string[] = []) =>
  lineOf([...fields.map((field, index) => changes[index] ?? field), ...more]);
const one = (text: string, columns: readonly string[] | null = null) => {
  const { journeys, unreadable } = readCdr(text, { ...settings, columns });
  assert.deepEqual(unreadable, []);
  assert.equal(journeys.length, 1);
  return journeys[0]?.events[0];
};

describe('Asterisk’s file of call records', () => {
  test('the documented line', () => {
    const event = one(documented);
    assert.equal(event?.at, '2026-10-04T06:11:31.000Z');
    const { callKey, direction, from, to, queue, answeredBy, result, waitingSeconds, talkingSeconds } = event;
    assert.deepEqual(
      { callKey, direction, from, to, queue, answeredBy, result, waitingSeconds, talkingSeconds },
      {
        ...{ callKey: '1791105091.161', direction: 'in', from: '0501234567', to: '700', queue: 'support' },
        ...{ answeredBy: ['101'], result: 'answered', waitingSeconds: 27, talkingSeconds: 46 },
      },
    );
  });

  test('in both nights when the clock is turned each row is at its own instant', () => {
    for (const evening of ['2026-03-26T20:00:00Z', '2026-10-24T18:00:00Z']) {
      const made = madeCalls(48, new Date(evening), 600_000, seeded(3));
      const { journeys, unreadable } = readCdr(made.flatMap(cdrLines).join('\n'), settings);
      assert.deepEqual(unreadable, []);
      assert.deepEqual(
        journeys.map(({ at }) => at.toISOString()),
        made.map(({ at }) => at.toISOString()),
      );
      for (const call of made) {
        const [pulled] = readLog([voicenterRow(call)], always).journeys;
        assert.equal(pulled?.at.toISOString(), call.at.toISOString());
        const { at } = onlyEvent(voicenter, voicenterPush(call), { part: 'cdr' });
        // In the hour that comes twice the push can't tell which; the books do.
        const isTwice = evening.includes('-10-') && call.at.getUTCHours() >= 22 && call.at.getUTCHours() < 24;
        const offMs = Math.abs(Date.parse(at ?? '') - call.at.getTime());
        assert.ok(offMs === 0 || (isTwice && offMs === 3_600_000), `${call.at.toISOString()} ${at}`);
      }
    }
  });

  test('read piece by piece, holding few records, a file says the same as at once', async () => {
    const random = seeded(41);
    const made = madeCalls(400, new Date('2026-10-24T18:00:00Z'), 200_000, random);
    const names = 'accountcode,src,dst,dcontext,clid,channel,dstchannel,lastapp,lastdata,start,answer,end';
    const header = `${names},duration,billsec,disposition,amaflags,uniqueid,userfield`;
    const long = `"${'x'.repeat(40_000)}`;
    const bytes = Buffer.from(`\ufeff${[header, ...made.flatMap(cdrLines), long, 'broken'].join('\r\n')}`);
    const pieces = function* () {
      for (let at = 0; at < bytes.length; ) {
        const next = at + 1 + Math.floor(random() * 3000);
        yield bytes.subarray(at, next);
        at = next;
      }
    };
    const { columns, lines } = await surveyCdr(pieces());
    assert.deepEqual([columns, lines], [header.split(','), 3 + made.flatMap(cdrLines).length]);
    const whole = readCdr(bytes.toString('utf8'), settings);
    let [journeys, unreadable, most]: [Journey[], UnreadableRecord[], number] = [[], [], 0];
    for await (const batch of readCdrPieces(pieces(), { ...settings, columns }, 60)) {
      most = Math.max(most, batch.journeys.length);
      journeys = [...journeys, ...batch.journeys];
      unreadable = [...unreadable, ...batch.unreadable];
    }
    assert.ok(most <= 60, 'no more than it may hold');
    assert.deepEqual(journeys, whole.journeys);
    assert.deepEqual(
      unreadable.map(({ error }) => error),
      whole.unreadable.map(({ error }) => error),
    );
    assert.ok(
      unreadable.every(({ raw }) => raw.length < 20_000),
      'of a line without an end its beginning is kept',
    );
  });

  test('who was rung one after the other is one journey by its id, by linkedid, or by channel and time', () => {
    const unanswered = changed({
      6: 'SIP/100-1',
      9: '2026-10-04 09:11:00',
      10: '',
      14: 'NO ANSWER',
      13: '0',
    });
    assert.equal(one(`${unanswered}\n${documented}`)?.result, 'answered');
    const names =
      'accountcode,src,dst,dcontext,clid,channel,dstchannel,lastapp,lastdata,start,answer,end,duration';
    const header = `${names},billsec,disposition,amaflags,uniqueid,linkedid`;
    const linked = (id: string) => changed({ 16: id, 17: '1791105060.1' });
    assert.equal(one([header, linked('a.1'), linked('b.2')].join('\n'))?.callKey, '1791105060.1');
    const columns = header.split(',');
    assert.equal(one([linked('a.1'), linked('b.2')].join('\n'), columns)?.callKey, '1791105060.1');
    const bare = (line: string) => lineOf(fieldsOfLine(line).slice(0, 16));
    const later = bare(changed({ 9: '2026-10-04 15:00:00', 10: '', 11: '2026-10-04 15:00:09' }));
    const first = bare(changed({ 9: '2026-10-04 09:11:00', 11: '2026-10-04 09:11:30', 14: 'NO ANSWER' }));
    const { journeys } = readCdr([first, bare(documented), later].join('\n'), settings);
    assert.deepEqual(
      journeys.map(({ at }) => at.toISOString()),
      ['2026-10-04T06:11:00.000Z', '2026-10-04T12:00:00.000Z'],
    );
  });

  test('the other orders: cdr_custom with clid first, uniqueid or userfield alone, newcdrcolumns', () => {
    const [accountcode = '', src = '', dst = '', dcontext = '', clid = '', ...rest] = fields;
    const sample = [clid, src, dst, dcontext, ...rest.slice(0, 11), accountcode, '1791105091.161', '', '7'];
    assert.equal(one(lineOf(sample))?.callKey, '1791105091.161');
    assert.equal(one(lineOf(fields.slice(0, 17)))?.callKey, '1791105091.161');
    assert.match(one(lineOf([...fields.slice(0, 16), 'a note']))?.callKey ?? '', /^SIP\/trunk-00000a1@/);
    assert.equal(one(changed({}, ['', '1791105060.9', '3']))?.callKey, '1791105060.9');
  });

  test('what came of it: a queue that answers is nobody’s answer', () => {
    const resultOf = (changes: Record<number, string>) => one(changed(changes))?.result;
    assert.equal(resultOf({ 6: '' }), 'abandoned');
    assert.equal(resultOf({ 6: '', 7: 'VoiceMail' }), 'voicemail');
    assert.equal(resultOf({ 14: 'BUSY' }), 'busy');
    assert.equal(resultOf({ 14: 'CONGESTION' }), 'failed');
    assert.equal(resultOf({ 7: 'Dial', 14: 'NO ANSWER' }), 'no_answer');
    const out = one(changed({ 1: '101', 2: '0541234567', 5: 'SIP/101-1', 6: 'SIP/trunk-2', 7: 'Dial' }));
    assert.deepEqual([out?.direction, out?.answeredBy, out?.to], ['out', ['101'], '0541234567']);
  });

  test('the hour that the clock shows twice: the channel’s own second tells which', () => {
    const night = (epoch: number) =>
      one(
        changed({
          9: '2026-10-25 01:30:00',
          10: '2026-10-25 01:30:20',
          11: '2026-10-25 01:31:06',
          16: `${epoch}.1`,
        }),
      );
    for (const at of ['2026-10-24T22:30:00.000Z', '2026-10-24T23:30:00.000Z']) {
      const event = night(Date.parse(at) / 1000);
      assert.deepEqual([event?.at, event?.waitingSeconds], [at, 20]);
    }
  });

  test('a broken line is told apart, and its neighbours are read', () => {
    const broken = [
      documented.slice(0, 60),
      'x',
      '"a"b,c',
      changed({ 9: 'yesterday' }),
      changed({ 14: 'PERHAPS' }),
    ];
    const { journeys, unreadable } = readCdr([...broken, documented, ''].join('\r\n'), settings);
    assert.deepEqual(
      unreadable.map(({ raw }) => raw),
      broken,
    );
    assert.equal(journeys.length, 1);
  });

  test('any fields come back from their line', () => {
    const text = fc.string({ unit: 'binary' }).filter((value) => !/[\r\n]/.test(value));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 30 }), (given) => {
        assert.deepEqual(fieldsOfLine(lineOf(given)), given);
      }),
    );
  });

  test('whatever is in a file: each line is in a journey or told apart, and nothing else is thrown', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constant(documented),
      fc.constantFrom('"', ',', '""', '\n', '\r\n', '\u0000', '2026-10-04 09:11:31', 'ANSWERED'),
      fc.nat(documented.length).map((cut) => documented.slice(0, cut)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const { journeys, unreadable } = readCdr(text, settings);
        const kept = [...journeys, ...unreadable].flatMap(({ raw }) => raw.split('\n'));
        const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
        assert.deepEqual(kept.sort(), lines.sort());
      }),
      { numRuns: 500 },
    );
  });

  test('only what can be said in a line is a mistake of the line', () => {
    for (const line of ['"', '"a"b', 'a"b', '"a" ,b'])
      assert.throws(() => fieldsOfLine(line), UnreadableRecordError);
    assert.deepEqual(fieldsOfLine(''), ['']);
    assert.deepEqual(fieldsOfLine('a,,"b,""c"""'), ['a', '', 'b,"c"']);
  });
});
