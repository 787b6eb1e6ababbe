import { expect, test } from 'vitest';
import { hintFor } from './server-hints.ts';

test('known providers by their address, others by the usual name', () => {
  expect(hintFor('Shop@Gmail.com')).toMatchObject({ host: 'imap.gmail.com', port: 993, advice: 'gmail' });
  expect(hintFor('shop@hotmail.co.il').host).toBe('outlook.office365.com');
  expect(hintFor('support@shop.example')).toEqual({
    host: 'imap.shop.example',
    port: 993,
    security: 'tls',
    advice: null,
  });
  expect(hintFor('support').host).toBe('');
});
