import type { CallResult } from '../../shared/calls.ts';

/**
 * One thing that an exchange says of a call, in our words. What it does not say is null. Instants are ISO texts, so that an event
 * is the same in memory and in the database.
 */
export interface PhoneEvent {
  /** Names the caller's whole journey at its exchange: all legs, and every way of telling of it, have the same. */
  readonly callKey: string;
  /** Names this event within the call: what comes twice has the same. */
  readonly eventKey: string;
  /**
   * `record`: the exchange's own record after the end (CDR). What it says counts more than what was told on the way; of a call
   * with several legs there are several. `recording`: its recording is there; of a call that is known, it begins none.
   */
  readonly kind: 'ringing' | 'answered' | 'ended' | 'record' | 'recording';
  /** Its `callKey` may be the id of a part alone, whose journey another event named; its `eventKey` begins with it. */
  readonly mayBePart: boolean;
  /** Of a part of the journey, e.g. the ringing of one extension: its end does not end the call. */
  readonly isLeg: boolean;
  /** Of a record: from the exchange's own books, as we asked for them. It counts more than one that was sent. */
  readonly isPulled: boolean;
  /** When it happened, as the exchange says; null: when it reached us. Of a record: when the call began. */
  readonly at: string | null;
  readonly direction: 'in' | 'out' | null;
  /** Numbers as given; `''`: withheld, null: not said. */
  readonly from: string | null;
  readonly to: string | null;
  readonly queue: string | null;
  /** Whom it rings at: extensions, numbers, logins or names. */
  readonly ringing: readonly string[];
  /** Who of us speaks: extension, number, login or name; any of these. */
  readonly answeredBy: readonly string[];
  /** Of `ended` and `record`; null: what can be told from the other events. */
  readonly result: CallResult | null;
  /** Of `ended` and `record`: the business itself had the exchange refuse this caller. */
  readonly isBlocked: boolean;
  readonly waitingSeconds: number | null;
  readonly talkingSeconds: number | null;
  readonly recordingUrl: string | null;
  readonly ivrPath: readonly string[];
  /** What travels with the call, e.g. `ticket`: the number of the ticket it was dialled from. */
  readonly custom: Readonly<Record<string, string>>;
  /** In the exchange's own words, for people. */
  readonly said: string;
}

/** An event that says nothing but what is given. */
export function phoneEvent(
  given: Partial<PhoneEvent> & Pick<PhoneEvent, 'callKey' | 'eventKey' | 'kind'>,
): PhoneEvent {
  return {
    mayBePart: false,
    isLeg: false,
    isPulled: false,
    at: null,
    direction: null,
    from: null,
    to: null,
    queue: null,
    ringing: [],
    answeredBy: [],
    result: null,
    isBlocked: false,
    waitingSeconds: null,
    talkingSeconds: null,
    recordingUrl: null,
    ivrPath: [],
    custom: {},
    said: '',
    ...given,
  };
}
