declare module 'autocannon' {
  interface Client {
    on(event: 'response', listener: (status: number, bytes: number, durationMs: number) => void): void;
    /** The bytes of the next request, just before they are sent. */
    getRequestBuffer(): Buffer;
  }
  interface Options {
    url: string;
    connections: number;
    duration: number;
    method: 'GET' | 'POST';
    headers: Record<string, string>;
    body?: string;
    setupClient(client: Client): void;
    /** Sees the body of each answer. */
    verifyBody?(body: string): boolean;
  }
  interface Result {
    readonly errors: number;
    readonly timeouts: number;
    /** Seconds. */
    readonly duration: number;
  }
  export default function autocannon(options: Options): PromiseLike<Result>;
}

declare module 'pg-copy-streams' {
  import type { Writable } from 'node:stream';
  import type { Submittable } from 'pg';
  export function from(statement: string): Writable & Submittable;
}
