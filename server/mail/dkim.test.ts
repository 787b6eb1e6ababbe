import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { checkSignature } from '../testing/check-signature.ts';
import { signed } from './dkim.ts';
import { faultOfRecords, newSigningKey, recordName, recordValue } from './dkim-record.ts';

const mail = Buffer.from(
  [
    'From: =?utf-8?B?16nXmdeo15XXqg==?= <support@shop.example>',
    'To: dana@example.com',
    'Subject:  two   spaces,',
    '\tand a fold',
    'Message-ID: <1@shop.example>',
    '',
    'שלום  דנה, \t',
    '',
    '.a dot',
    '',
    '',
    '',
  ].join('\r\n'),
);

test('what is signed can be checked by the record in the DNS, and a changed mail is found out', async () => {
  const { privateKey, publicKey } = await newSigningKey();
  const key = { domain: 'shop.example', selector: 'pniya1', privateKey };
  const raw = await buffer(signed(Readable.from([mail]), key));
  assert.ok(raw.subarray(-mail.length).equals(mail), 'not a byte of the mail is changed');
  const records = new Map([[recordName(key), recordValue(publicKey)]]);
  const recordAt = (name: string) => records.get(name) ?? '';
  const tags = checkSignature(raw, recordAt);
  assert.equal(tags.get('d'), 'shop.example');
  for (const name of ['from', 'to', 'subject', 'message-id'])
    assert.ok(tags.get('h')?.split(':').includes(name), name);
  for (const [from, to] of [
    ['dana@', 'eve@'],
    ['a dot', 'a dog'],
  ] as const) {
    const changed = Buffer.from(raw.toString().replace(from, to));
    assert.throws(() => checkSignature(changed, recordAt), /is another/);
  }
});

test('what is wrong with a record is told apart', async () => {
  const [ours, other] = [await newSigningKey(), await newSigningKey()];
  const faultOf = (...records: string[]) => faultOfRecords(records, ours.publicKey);
  const value = recordValue(ours.publicKey);
  assert.equal(faultOf(value), null);
  assert.equal(faultOf(` v = DKIM1 ;k=rsa; p=${ours.publicKey.replace(/(.{60})/g, '$1 ')};`), null);
  assert.equal(faultOf(`p=${ours.publicKey}`), null, 'all but the key may be missing');
  assert.equal(faultOf(value, 'google-site-verification=x'), null);
  assert.equal(faultOf(), 'dkim_no_record');
  assert.equal(faultOf('v=spf1 -all'), 'dkim_not_dkim');
  assert.equal(faultOf(value, value), 'dkim_several_records');
  assert.equal(faultOf(recordValue(other.publicKey)), 'dkim_other_key');
  assert.equal(faultOf(value.slice(0, 255)), 'dkim_other_key', 'cut');
  assert.equal(faultOf('v=DKIM1; k=rsa; p='), 'dkim_revoked');
  assert.equal(faultOf(value.replace('v=DKIM1', 'v=DKIM2')), 'dkim_not_dkim');
  assert.equal(faultOf(`${value}; t=y`), 'dkim_testing');
});
