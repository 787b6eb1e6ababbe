import { fieldsOfLine } from '../phone/cdr-line.ts';

/** Numbers that are the same each time. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** As networks treat what is pushed: of these, some never come, some come twice, and in any order. */
export function asPushed<T>(sent: readonly T[], random: () => number): T[] {
  const came = sent.flatMap((one) => {
    if (random() < 0.3) return [];
    return random() < 0.2 ? [one, one] : [one];
  });
  for (let index = came.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [came[index], came[other]] = [came[other] as T, came[index] as T];
  }
  return came;
}

/** A call that was made, as all its exchange's ways of telling of it agree on. */
export interface MadeCall {
  readonly id: string;
  readonly at: Date;
  readonly from: string;
  readonly queue: string;
  readonly waiting: number;
  /** Null: nobody answered. */
  readonly talking: number | null;
}

export function madeCalls(many: number, from: Date, everyMs: number, random: () => number): MadeCall[] {
  return Array.from({ length: many }, (_, index) => ({
    id: String(index).padStart(5, '0'),
    at: new Date(from.getTime() + index * everyMs),
    from: `054${Math.floor(2_000_000 + random() * 7_999_999)}`,
    queue: random() < 0.5 ? 'Support' : 'מכירות',
    waiting: Math.floor(random() * 60),
    talking: random() < 0.3 ? null : 5 + Math.floor(random() * 300),
  }));
}

/** The account's own clock, told as if it were UTC's: how Voicenter pushes time. */
export function localEpoch(at: Date, timezone = 'Asia/Jerusalem'): number {
  const shown = at.toLocaleString('sv-SE', { timeZone: timezone });
  return Date.parse(`${shown.replace(' ', 'T')}Z`) / 1000;
}

export const voicenterPush = ({ id, at, from, queue, waiting, talking }: MadeCall) => ({
  caller: from,
  target: talking === null ? '' : 'SIP101',
  time: localEpoch(at),
  duration: talking ?? 0,
  ivruniqueid: id,
  type: 'Queue',
  status: talking === null ? 'ABANDONE' : 'ANSWER',
  did: '0722776772',
  queuename: queue,
  dialtime: waiting,
  seconds_waiting_in_queue: waiting,
  record: `https://cpanel.voicenter.co.il/${id}`,
  representative_name: 'Dana',
});

export const voicenterRow = ({ id, at, from, queue, waiting, talking }: MadeCall) => ({
  CallerNumber: from,
  TargetNumber: talking === null ? '' : 'SIP101',
  Date: at.toISOString().slice(0, 19),
  Duration: talking ?? 0,
  CallID: id,
  Type: 'Queue',
  CdrType: 8,
  DialStatus: talking === null ? 'ABANDONE' : 'ANSWER',
  DID: '0722776772',
  QueueName: queue,
  RecordURL: `https://cpanel.voicenter.co.il/${id}`,
  RingTime: waiting,
  RepresentativeName: talking === null ? '' : 'Dana',
});

const twilioSid = (id: string) => `CA${id.padStart(32, '0')}`;
export const twilioAccount = `AC${'1'.repeat(32)}`;

/** A status callback for each step of a call. */
export function twilioPushes({ id, at, from, waiting, talking }: MadeCall): string[] {
  const step = (status: string, seconds: number, sequence: number, more: Record<string, string> = {}) =>
    new URLSearchParams({
      ...{
        CallSid: twilioSid(id),
        AccountSid: twilioAccount,
        From: `+972${from.slice(1)}`,
        To: '+97237654321',
      },
      ...{
        CallStatus: status,
        Direction: 'inbound',
        SequenceNumber: String(sequence),
        ApiVersion: '2010-04-01',
      },
      Timestamp: new Date(at.getTime() + seconds * 1000).toUTCString().replace('GMT', '+0000'),
      ...{ CallbackSource: 'call-progress-events', ...more },
    }).toString();
  if (talking === null) return [step('ringing', 0, 0), step('no-answer', waiting, 1)];
  return [
    step('ringing', 0, 0),
    step('in-progress', waiting, 1),
    step('completed', waiting + talking, 2, { CallDuration: String(talking) }),
  ];
}

export const twilioCall = ({ id, at, from, waiting, talking }: MadeCall) => ({
  sid: twilioSid(id),
  parent_call_sid: null,
  from: `+972${from.slice(1)}`,
  to: '+97237654321',
  status: talking === null ? 'no-answer' : 'completed',
  direction: 'inbound',
  start_time: at.toUTCString().replace('GMT', '+0000'),
  end_time: new Date(at.getTime() + (waiting + (talking ?? 0)) * 1000).toUTCString().replace('GMT', '+0000'),
  duration: String(talking ?? 0),
});

const local = (at: Date) => at.toLocaleString('sv-SE', { timeZone: 'Asia/Jerusalem' });
const plus = (at: Date, seconds: number) => new Date(at.getTime() + seconds * 1000);
const cdrId = ({ id, at }: MadeCall) => `${Math.floor(at.getTime() / 1000)}.${Number(id)}`;

/** Two extensions are rung one after the other: two rows. */
export function cdrLines(call: MadeCall): string[] {
  const { at, from, queue, waiting, talking } = call;
  const row = (dst: string, start: Date, answer: string, end: Date, billsec: number, disposition: string) => {
    const duration = Math.round((end.getTime() - start.getTime()) / 1000);
    const texts = ['', from, '700', 'from-trunk', `"Dana" <${from}>`, `SIP/trunk-${call.id}a`, dst, 'Queue'];
    const quoted = [...texts, `${queue},t,,,60`, local(start), answer, local(end)]
      .map((text) => `"${text.replaceAll('"', '""')}"`)
      .join(',');
    return `${quoted},${duration},${billsec},"${disposition}","DOCUMENTATION","${cdrId(call)}",""`;
  };
  const first = row('SIP/101-0a', at, '', plus(at, waiting), 0, 'NO ANSWER');
  if (talking === null) return [first];
  const [answer, end] = [plus(at, waiting), plus(at, waiting + talking)];
  return [first, row('SIP/102-0b', at, local(answer), end, talking, 'ANSWERED')];
}

/** The same records as the manager tells them (cdr_manager). */
export function amiRecords(call: MadeCall): Record<string, string>[] {
  const names =
    'AccountCode Source Destination DestinationContext CallerID Channel DestinationChannel LastApplication LastData ' +
    'StartTime AnswerTime EndTime Duration BillableSeconds Disposition AMAFlags UniqueID UserField';
  return cdrLines(call).map((line) => {
    const fields = fieldsOfLine(line);
    const record = names.split(' ').map((name, index) => [name, fields[index] ?? ''] as const);
    return { Event: 'Cdr', Privilege: 'cdr,all', ...Object.fromEntries(record) };
  });
}

/** The manager's events of the same call. */
export function amiEvents(call: MadeCall): Record<string, string>[] {
  const { from, queue, waiting, talking } = call;
  const id = cdrId(call);
  const stamp = (seconds: number) => `${Math.floor(call.at.getTime() / 1000) + seconds}.000000`;
  const own = { Channel: `SIP/trunk-${call.id}a`, Uniqueid: id, Linkedid: id, CallerIDNum: from };
  const caller = (event: string, seconds: number, more: Record<string, string>) => ({
    ...{ Event: event, Privilege: 'call,all', Timestamp: stamp(seconds), ...own, ...more },
  });
  const joined = [
    caller('Newchannel', 0, { ChannelState: '4', Context: 'from-trunk', Exten: '700' }),
    caller('QueueCallerJoin', 0, { Queue: queue, Position: '1' }),
  ];
  const hangup = { Cause: '16', 'Cause-txt': 'Normal Clearing' };
  if (talking === null)
    return [
      ...joined,
      caller('QueueCallerAbandon', waiting, { Queue: queue, HoldTime: String(waiting) }),
      caller('Hangup', waiting, hangup),
    ];
  const member = { Queue: queue, MemberName: 'Dana', Interface: 'SIP/102', DestUniqueid: `${id}9` };
  return [
    ...joined,
    caller('AgentCalled', 1, member),
    caller('AgentConnect', waiting, { ...member, HoldTime: String(waiting), RingTime: '2' }),
    caller('Hangup', waiting + talking, hangup),
  ];
}
