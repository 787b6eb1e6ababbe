import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface VoicenterRow extends Record<string, unknown> {
  readonly CallID: string;
  /** In UTC, without a zone. */
  readonly Date: string;
}

export interface TwilioCall extends Record<string, unknown> {
  readonly sid: string;
  readonly start_time: string;
}

/** Voicenter's Call Log and Twilio's list of calls, as their documents have them, over real HTTP. */
export interface FakeExchanges {
  readonly voicenterLog: string;
  readonly twilioApi: string;
  /** By code. */
  readonly logs: Map<string, VoicenterRow[]>;
  /** By account and token, `AC…:token`. */
  readonly lists: Map<string, TwilioCall[]>;
  /** What was asked, in order. */
  readonly asked: { readonly url: string; readonly body: string }[];
  /** By code or token: what is asked next with it is answered with these statuses, one each. */
  readonly failures: Map<string, number[]>;
  stop(): Promise<void>;
}

/** `most`: rows of an answer; theirs are 10,000 and 1,000. */
export async function startFakeExchanges(most = 50): Promise<FakeExchanges> {
  const logs = new Map<string, VoicenterRow[]>();
  const lists = new Map<string, TwilioCall[]>();
  const asked: { url: string; body: string }[] = [];
  const server = createServer((request, response) => {
    void textOf(request).then((body) => {
      const url = request.url ?? '/';
      asked.push({ url, body });
      const failure = fake.failures.get(secretIn(request, body))?.shift();
      if (failure !== undefined) return answer(response, failure, {});
      if (url.startsWith('/hub/cdr')) return answerLog(response, body, logs, most);
      return answerList(request, response, lists, most);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fake: FakeExchanges = {
    voicenterLog: `${origin}/hub/cdr/`,
    twilioApi: origin,
    ...{ logs, lists, asked, failures: new Map() },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return fake;
}

function secretIn({ url = '', headers }: IncomingMessage, body: string): string {
  if (url.startsWith('/hub/cdr')) return (JSON.parse(body) as { code: string }).code;
  const given = Buffer.from((headers.authorization ?? '').slice(6), 'base64').toString();
  return given.split(':')[1] ?? '';
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) text += piece;
  return text;
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function answerLog(
  response: ServerResponse,
  body: string,
  logs: ReadonlyMap<string, VoicenterRow[]>,
  most: number,
): void {
  const { code, fields, search } = JSON.parse(body) as {
    code: string;
    fields: string[];
    search: { fromdate: string; todate: string };
  };
  const rows = logs.get(code);
  if (!rows) {
    const wrong = { ERROR_NUMBER: 2, ERROR_DESCRIPTION: 'Authorization failed', STATUS_CODE: 403 };
    answer(response, 403, wrong);
    return;
  }
  const hits = rows
    .filter(({ Date: at }) => at >= search.fromdate && at <= search.todate)
    .sort((one, other) => (one.Date < other.Date ? 1 : -1));
  const CDR_LIST = hits
    .slice(0, most)
    .map((row) => Object.fromEntries(fields.filter((name) => name in row).map((name) => [name, row[name]])));
  answer(response, 200, {
    ...{ ERROR_NUMBER: 0, STATUS_CODE: 200, TOTAL_HITS: hits.length, RETURN_HITS: CDR_LIST.length, CDR_LIST },
  });
}

function answerList(
  request: IncomingMessage,
  response: ServerResponse,
  lists: ReadonlyMap<string, TwilioCall[]>,
  most: number,
): void {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const account = /^\/2010-04-01\/Accounts\/(\w+)\/Calls\.json$/.exec(url.pathname)?.[1];
  const given = Buffer.from((request.headers.authorization ?? '').slice(6), 'base64').toString();
  const calls = lists.get(given);
  if (!calls || given.split(':')[0] !== account) {
    answer(response, 401, { code: 20003 });
    return;
  }
  const [from, to] = [url.searchParams.get('StartTime>'), url.searchParams.get('StartTime<')];
  const page = Number(url.searchParams.get('Page') ?? 0);
  const hits = calls.filter(({ start_time }) => {
    const day = new Date(start_time).toISOString().slice(0, 10);
    return (from === null || day >= from) && (to === null || day <= to);
  });
  url.searchParams.set('Page', String(page + 1));
  answer(response, 200, {
    calls: hits.slice(page * most, (page + 1) * most),
    next_page_uri: hits.length > (page + 1) * most ? url.pathname + url.search : null,
  });
}
