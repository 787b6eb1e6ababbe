/** What Pniya itself writes of calls, in the language of the business. */
export interface CallWords {
  readonly direction: string;
  /** Empty: withheld. */
  readonly party: string;
  readonly queue: string | null;
  readonly result: string | null;
  readonly is_blocked: boolean;
  readonly waiting_seconds: number | null;
  readonly talking_seconds: number | null;
  readonly userName: string | null;
}

/** Digits keep their direction in a Hebrew line. */
const isolated = (text: string) => `\u2066${text}\u2069`;
const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

interface Sentences {
  readonly missed: (party: string) => string;
  readonly incoming: (party: string) => string;
  readonly outgoing: (party: string) => string;
  readonly queue: (name: string) => string;
  readonly waited: (seconds: number) => string;
  readonly spoke: (name: string) => string;
  readonly talked: (seconds: number) => string;
  readonly why: Readonly<Record<string, string>>;
  readonly blocked: string;
}

const seconds = {
  he: (many: number) => (many < 60 ? `${many} שניות` : `${isolated(clock(many))} דקות`),
  en: (many: number) => (many < 60 ? `${many} seconds` : `${clock(many)} minutes`),
};

const he: Sentences = {
  missed: (party) => (party ? `שיחה שלא נענתה מ-${party}` : 'שיחה שלא נענתה ממספר חסוי'),
  incoming: (party) => (party ? `שיחה נכנסת מ-${party}` : 'שיחה נכנסת ממספר חסוי'),
  outgoing: (party) => (party ? `שיחה יוצאת אל ${party}` : 'שיחה יוצאת'),
  queue: (name) => `תור ${name}`,
  waited: (many) => `המתנה ${seconds.he(many)}`,
  spoke: (name) => `בשיחה עם ${name}`,
  talked: (many) => `משך השיחה ${seconds.he(many)}`,
  why: {
    abandoned: 'המתקשר ניתק לפני מענה',
    no_answer: 'לא היה מענה',
    busy: 'הקו היה תפוס',
    failed: 'השיחה נכשלה',
    voicemail: 'הושארה הודעה קולית',
    out_of_hours: 'מחוץ לשעות הפעילות',
  },
  blocked: 'המתקשר חסום במרכזייה',
};

const en: Sentences = {
  missed: (party) => `Missed call from ${party || 'a withheld number'}`,
  incoming: (party) => `Call from ${party || 'a withheld number'}`,
  outgoing: (party) => (party ? `Call to ${party}` : 'Outgoing call'),
  queue: (name) => `queue ${name}`,
  waited: (many) => `waited ${seconds.en(many)}`,
  spoke: (name) => `spoke with ${name}`,
  talked: (many) => `talked ${seconds.en(many)}`,
  why: {
    abandoned: 'the caller hung up before an answer',
    no_answer: 'nobody answered',
    busy: 'the line was busy',
    failed: 'the call failed',
    voicemail: 'a voice message was left',
    out_of_hours: 'out of hours',
  },
  blocked: 'the caller is blocked at the exchange',
};

const sentencesIn = (language: string) => (language === 'en' ? en : he);

const noInquiry: Readonly<Record<string, { he: string; en: string }>> = {
  wrong_number: { he: 'טעות במספר', en: 'wrong number' },
  private: { he: 'שיחה פרטית', en: 'private call' },
  supplier: { he: 'ספק', en: 'supplier' },
  spam: { he: 'שיחת ספאם', en: 'spam' },
};

/** Why an answered call is no inquiry; of `other` its own words say it. */
export function whyNone(reason: string, language: string): string {
  const words = noInquiry[reason];
  return (language === 'en' ? words?.en : words?.he) ?? '';
}

/** The subject of a call-back ticket. */
export function subjectOf(call: CallWords, language: string): string {
  return sentencesIn(language).missed(call.party);
}

/** The message that a call is in the conversation. */
export function textOf(call: CallWords, language: string): string {
  const said = sentencesIn(language);
  const isSpoken = wasSpoken(call);
  const { queue, waiting_seconds: waited, talking_seconds: talked, userName } = call;
  const parts = [
    headOf(call, said),
    queue && said.queue(queue),
    call.direction === 'in' && (call.is_blocked ? said.blocked : said.why[call.result ?? '']),
    waited !== null && said.waited(waited),
    isSpoken && userName && said.spoke(userName),
    isSpoken && talked !== null && said.talked(talked),
  ];
  return parts.filter(Boolean).join(', ');
}

/** One that has no result yet is laid on a ticket while it is being spoken. */
const wasSpoken = ({ result }: CallWords) => result === null || result === 'answered';

function headOf(call: CallWords, said: Sentences): string {
  const number = call.party && isolated(call.party);
  if (call.direction === 'out') return said.outgoing(number);
  return wasSpoken(call) || call.is_blocked ? said.incoming(number) : said.missed(number);
}
