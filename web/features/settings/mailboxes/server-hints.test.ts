import { expect, test } from 'vitest';
import { hintFor, sendingHintFor } from './server-hints.ts';

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

test('where an address sends', () => {
  expect(sendingHintFor('shop@gmail.com')).toEqual({ host: 'smtp.gmail.com', port: 465, security: 'tls' });
  expect(sendingHintFor('shop@hotmail.com').host).toBe('smtp.office365.com');
  expect(sendingHintFor('support@shop.example')).toEqual({
    host: 'smtp.shop.example',
    port: 587,
    security: 'starttls',
  });
});
