import type { Row } from './cdr-columns.ts';
import type { CdrRow } from './cdr-row.ts';
import { type PhoneEvent, phoneEvent } from './event.ts';

/** The manager's names of a record's fields (docs: AMI event Cdr), and those of the CDR file. */
const columns: Readonly<Record<string, string>> = {
  accountcode: 'accountcode',
  source: 'src',
  destination: 'dst',
  destinationcontext: 'dcontext',
  callerid: 'clid',
  channel: 'channel',
  destinationchannel: 'dstchannel',
  lastapplication: 'lastapp',
  lastdata: 'lastdata',
  starttime: 'start',
  answertime: 'answer',
  endtime: 'end',
  duration: 'duration',
  billableseconds: 'billsec',
  disposition: 'disposition',
  uniqueid: 'uniqueid',
  // Where cdr_manager.conf maps it.
  linkedid: 'linkedid',
};

export function rowOfAmi(fields: ReadonlyMap<string, string>): Row {
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [column, fields.get(name) ?? '']),
  );
}

/** One record of possibly several of its journey: it tells of its own part. */
export function recordEvent(callKey: string, row: CdrRow): PhoneEvent {
  const { from, to, queue, isOut, speaker, result, startedAt, answeredAt, endedAt, said } = row;
  const isAnswered = result === 'answered';
  const until = isAnswered ? (answeredAt ?? endedAt) : endedAt;
  return phoneEvent({
    callKey,
    // What comes twice is the same.
    eventKey:
      `ami record ${row.key ?? callKey} ${startedAt.toISOString()} ${row.channel} ${speaker ?? ''}`.slice(
        0,
        500,
      ),
    kind: 'record',
    at: startedAt.toISOString(),
    direction: isOut ? 'out' : 'in',
    ...{ from, to, queue, result, said },
    answeredBy: isAnswered && speaker !== null ? [speaker] : [],
    waitingSeconds: Math.max(0, Math.round((until.getTime() - startedAt.getTime()) / 1000)),
    talkingSeconds: isAnswered ? row.talkingSeconds : null,
  });
}
