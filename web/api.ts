import type { AnswerOf, BodyInput, Endpoint, ParamsInput, QueryInput } from '../shared/endpoint.ts';
import type { ProblemBody } from '../shared/problem.ts';

type Part<Name extends string, Value> = [Value] extends [undefined]
  ? { [key in Name]?: undefined }
  : { [key in Name]: Value };

/** What a call is given: exactly the parts its endpoint declares, and a signal that abandons it. */
export type Given<E extends Endpoint> = Part<'params', ParamsInput<E>> &
  Part<'query', QueryInput<E>> &
  Part<'body', BodyInput<E>> & { signal?: AbortSignal };

/** A call that was refused (status 400-599) or never arrived (status 0, reason `network`). */
export class ApiProblem extends Error {
  readonly status: number;
  /** Stable code of the reason (shared/problem-texts.ts); empty when something other than our server answered. */
  readonly reason: string;
  readonly fields: readonly { field: string; message: string }[];
  /** The code a person may quote: it is in the server's log too. Null when the server was never reached. */
  readonly instance: string | null;
  readonly retryAfterSeconds: number | null;

  constructor(status: number, body: Partial<ProblemBody>, retryAfterSeconds: number | null = null) {
    super(body.message ?? body.title ?? 'network');
    this.name = 'ApiProblem';
    this.status = status;
    this.reason = body.reason ?? '';
    this.fields = body.errors ?? [];
    this.instance = body.instance ?? null;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The address of an endpoint with its parameters filled in. Undefined query values are left out. */
export function addressOf(url: string, params: object = {}, query: object = {}): string {
  const values = new Map(Object.entries(params));
  const path = url.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(values.get(name))));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) search.set(name, String(value));
  }
  return search.size === 0 ? path : `${path}?${search}`;
}

function jsonOf(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function reach(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiProblem(0, { reason: 'network' });
  }
}

let onSignedOut: (problem: ApiProblem) => void = () => undefined;

/** Sets what happens whenever the server no longer knows who is asking. */
export function whenSignedOut(act: (problem: ApiProblem) => void): void {
  onSignedOut = act;
}

function problemOf(status: number, retryAfter: string | null, body: unknown): ApiProblem {
  const wait = Number(retryAfter ?? Number.NaN);
  const given = typeof body === 'object' && body !== null ? (body as Partial<ProblemBody>) : {};
  const problem = new ApiProblem(status, given, Number.isFinite(wait) ? wait : null);
  if (problem.status === 401 && problem.reason !== 'wrong_password') onSignedOut(problem);
  return problem;
}

/**
 * Calls the server and answers what the endpoint's contract promises.
 * Throws ApiProblem for every refusal and when the server can't be reached; an abandoned call rejects with AbortError.
 */
export async function call<E extends Endpoint>(endpoint: E, given: Given<E>): Promise<AnswerOf<E>> {
  const { params, query, body, signal } = given as {
    params?: object;
    query?: object;
    body?: unknown;
    signal?: AbortSignal;
  };
  const response = await reach(addressOf(endpoint.url, params, query), {
    method: endpoint.method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      // The sentences about single fields are the server's own.
      'accept-language': document.documentElement.lang,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? null : JSON.stringify(body),
    signal: signal ?? null,
  });
  const answer = jsonOf(await response.text());
  if (!response.ok) throw problemOf(response.status, response.headers.get('retry-after'), answer);
  return answer as AnswerOf<E>;
}

/** A file on its way: told how much of it has left (0 to 1), and abandoned by the signal. */
export interface Sending<E extends Endpoint> {
  params?: ParamsInput<E>;
  query: QueryInput<E>;
  file: Blob;
  signal: AbortSignal;
  onProgress: (part: number) => void;
}

/** Sends a file as the body of a call. Answers and throws as `call` does; fetch can't tell how far it is, hence the older way. */
export function sendFile<E extends Endpoint>(endpoint: E, sending: Sending<E>): Promise<AnswerOf<E>> {
  const { params = {}, query, file, signal, onProgress } = sending;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(endpoint.method, addressOf(endpoint.url, params as object, query as object));
    request.setRequestHeader('accept', 'application/json');
    request.setRequestHeader('accept-language', document.documentElement.lang);
    request.setRequestHeader('content-type', file.type || 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
    request.onerror = () => reject(new ApiProblem(0, { reason: 'network' }));
    request.onabort = () => reject(new DOMException('abandoned', 'AbortError'));
    request.onload = () => {
      const answer = jsonOf(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(answer as AnswerOf<E>);
      else reject(problemOf(request.status, request.getResponseHeader('retry-after'), answer));
    };
    signal.addEventListener('abort', () => request.abort(), { once: true });
    if (signal.aborted) reject(new DOMException('abandoned', 'AbortError'));
    else request.send(file);
  });
}
