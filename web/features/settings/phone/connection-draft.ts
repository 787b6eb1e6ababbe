import type { PhoneConnection, PhoneProvider } from '../../../../shared/phone-connections.ts';

export interface QueueRow {
  /** Tells the rows of the form apart while their names change. */
  readonly key: number;
  readonly queue: string;
  readonly department_id: string;
}

/** What the form of an exchange holds. */
export interface Draft {
  readonly name: string;
  readonly timezone: string | null;
  readonly department_id: string | null;
  readonly queues: readonly QueueRow[];
  readonly window_minutes: number;
  readonly callback_days: number;
  readonly provider_account: string;
  readonly tls: PhoneConnection['tls'];
}

export const usual: Draft = {
  name: '',
  timezone: null,
  department_id: null,
  queues: [],
  window_minutes: 10,
  callback_days: 7,
  provider_account: '',
  tls: 'off',
};

export const draftOf = (connection: PhoneConnection): Draft => ({
  name: connection.name,
  timezone: connection.timezone,
  department_id: connection.department_id,
  queues: connection.queues.map((one, key) => ({ key, ...one })),
  window_minutes: connection.window_minutes,
  callback_days: connection.callback_days,
  provider_account: connection.provider_account ?? '',
  tls: connection.tls,
});

/** As the server takes it: queues without a name or a department are rows that nobody has filled in. */
export const bodyOf = ({ queues, provider_account, ...rest }: Draft) => ({
  ...rest,
  provider_account: provider_account.trim() === '' ? null : provider_account.trim(),
  queues: queues
    .map(({ queue, department_id }) => ({ queue: queue.trim(), department_id }))
    .filter(({ queue, department_id }) => queue !== '' && department_id !== ''),
});

/** What a provider asks for besides the addresses; `zone`: it tells the time without saying where. */
export const needs: Record<
  PhoneProvider,
  { readonly secret: 'no' | 'may' | 'must'; readonly account: boolean; readonly zone: boolean }
> = {
  generic: { secret: 'no', account: false, zone: false },
  sipgate: { secret: 'no', account: false, zone: false },
  placetel: { secret: 'must', account: false, zone: false },
  twilio: { secret: 'must', account: true, zone: false },
  voicenter: { secret: 'may', account: false, zone: true },
  asterisk: { secret: 'may', account: true, zone: true },
};
