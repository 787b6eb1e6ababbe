import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOwnAddress, subjectsOf } from './sign-in-throttle.ts';

const network = (address: string) => subjectsOf('a@example.com', address).address.replace('address:', '');

test('one address in all its spellings, and a /64 of IPv6, is one subject', () => {
  assert.equal(network('192.0.2.1'), '192.0.2.1');
  assert.equal(network('::ffff:192.0.2.1'), '192.0.2.1');
  assert.equal(network('2001:db8:0:7::1'), '2001:db8:0:7::/64');
  assert.equal(network('2001:DB8::7:0:0:0:1'), '2001:db8:0:7::/64');
  assert.equal(network('2001:0db8:0000:0007:1:2:3:4'), '2001:db8:0:7::/64');
  assert.equal(network('fe80::1%eth0'), 'fe80:0:0:0::/64');
  assert.notEqual(network('2001:db8:0:8::1'), network('2001:db8:0:7::1'));
});

test('the pair is of e-mail and address, never of the e-mail alone', () => {
  const [here, there] = ['192.0.2.1', '192.0.2.2'].map(
    (address) => subjectsOf('a@example.com', address).pair,
  );
  assert.notEqual(here, there);
  assert.notEqual(subjectsOf('b@example.com', '192.0.2.1').pair, here);
});

test('the machine’s own addresses, which everybody behind an untrusted proxy has', () => {
  for (const own of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1']) assert.ok(isOwnAddress(own), own);
  for (const other of ['192.0.2.1', '::2', '::ffff:10.0.0.1', '1270.0.0.1'])
    assert.ok(!isOwnAddress(other), other);
});
