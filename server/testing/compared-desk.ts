import assert from 'node:assert/strict';
import type { Call } from '../../shared/calls.ts';
import type { PhoneReconciliation } from '../../shared/phone-reconciliations.ts';
import type { TestExchange } from './exchange.ts';
import { until } from './mail-client.ts';
import type { Answer, Ask, TestTenant } from './start-test-app.ts';

/** A tenant that compares its exchange with its calls. */
export interface Desk {
  readonly tenant: TestTenant;
  readonly ask: Ask;
  readonly exchange: TestExchange;
}

export const runsOf = ({ exchange }: Desk) => `/api/phone-connections/${exchange.id}/reconciliations`;

export async function ended(desk: Desk): Promise<PhoneReconciliation> {
  const isEnded = ({ items }: { items: PhoneReconciliation[] }) => items[0]?.ended_at !== null;
  const { items } = await until(() => desk.ask('GET', runsOf(desk)), isEnded);
  return items[0];
}
export async function compared(desk: Desk): Promise<PhoneReconciliation> {
  const asked = await desk.ask('POST', runsOf(desk), { days: 7, until: '2026-10-25' });
  assert.equal(asked.status, 202, asked.text);
  return ended(desk);
}
export async function imported(desk: Desk, file: string, query = ''): Promise<PhoneReconciliation> {
  const url = `/api/phone-connections/${desk.exchange.id}/records${query}`;
  const asked = await desk.ask('POST', url, file, { 'content-type': 'application/octet-stream' });
  assert.equal(asked.status, 202, asked.text);
  return ended(desk);
}
export async function callsOf(desk: Desk): Promise<Call[]> {
  const calls: Call[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const { body }: Answer = await desk.ask('GET', `/api/calls?limit=200${after ? `&after=${after}` : ''}`);
    calls.push(...body.items);
    after = body.after;
  }
  return calls;
}
