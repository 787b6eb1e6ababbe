import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { optionalRequestId, requestId, uuidOf, wireIdOf } from './id.ts';

const anyId = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n });
const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

test('any 128-bit value survives the way to a uuid and back', () => {
  fc.assert(
    fc.property(anyId, (value) => {
      const uuid = uuidOf(value.toString());
      assert.match(uuid ?? '', uuidForm);
      assert.equal(wireIdOf(uuid ?? ''), value.toString());
    }),
  );
  fc.assert(
    fc.property(fc.uuid({ version: [1, 4, 7] }), (uuid) => {
      assert.equal(uuidOf(wireIdOf(uuid)), uuid);
    }),
  );
});

test('ids sort as their uuids do', () => {
  fc.assert(
    fc.property(anyId, anyId, (one, other) => {
      const [a = '', b = ''] = [uuidOf(one.toString()) ?? '', uuidOf(other.toString()) ?? ''];
      assert.equal(a < b, one < other);
    }),
  );
});

test('the published ids', () => {
  for (const id of [
    '233476065495939904005866822871905093425',
    '271911966272026940869079307116515873576',
    '0',
  ]) {
    assert.equal(wireIdOf(uuidOf(id) ?? ''), id);
  }
});

test('what is no id of 128 bits is none', () => {
  const tooLarge = (1n << 128n).toString();
  for (const text of ['', ' 1', '-1', '1.0', '1e3', '0x1', '٣', tooLarge, '9'.repeat(40), '1\n']) {
    assert.equal(uuidOf(text), null, JSON.stringify(text));
  }
  fc.assert(
    fc.property(fc.string(), (text) => {
      const isId = /^[0-9]{1,39}$/.test(text) && BigInt(text) < 1n << 128n;
      assert.equal(uuidOf(text) !== null, isId);
    }),
  );
});

test('a request may carry an id as text or as a number, losslessly', () => {
  fc.assert(
    fc.property(anyId, (value) => {
      const uuid = uuidOf(value.toString());
      assert.equal(requestId.parse(value.toString()), uuid);
      assert.equal(requestId.parse(value), uuid);
    }),
  );
  assert.equal(requestId.parse(7), uuidOf('7'));
  for (const wrong of [null, true, {}, [], 1.5, -1, -1n, 2 ** 60, Number.NaN, '', 'x']) {
    assert.equal(requestId.safeParse(wrong).success, false);
  }
});

test('an empty text, null and a missing key all mean "not given"', () => {
  for (const nothing of ['', null, undefined]) assert.equal(optionalRequestId.parse(nothing), null);
  assert.equal(optionalRequestId.parse('7'), uuidOf('7'));
  for (const wrong of [' ', 'x', {}, false]) assert.equal(optionalRequestId.safeParse(wrong).success, false);
});
