import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import type { ProblemKind } from '../problem.ts';
import { isAbandoned, problemOf } from './problems.ts';

/** What a service hands over for the ledger when a body is refused. */
export type KeepRefused = (
  ctx: Context,
  refused: { raw: Buffer; mediaType: string; reason: string },
) => Promise<void>;

/** A sender that stops in the middle of too large a body is waited for this long. */
const patienceMs = 5000;
const refusals: readonly ProblemKind[] = ['bad_request', 'too_large', 'unsupported_media', 'unprocessable'];

interface Held {
  readonly chunks: Buffer[];
  /** Resolves when the limit, the end or the end of patience is reached. */
  readonly isHeld: Promise<void>;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The beginning of a body that may turn out to be too large, where refused bodies are kept. */
    held: Held | null;
  }
}

/** The parser lets go of a body that is too large; its first `limitBytes` are held on to here, for the ledger. */
export function holdLargeBodies(app: FastifyInstance, limitBytes: number): void {
  app.decorateRequest('held', null);
  app.addHook('preParsing', (request, _reply, payload, done) => {
    const length = Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY);
    if (request.routeOptions.config.endpoint?.keepsRefused && !(length <= limitBytes)) {
      request.held = hold(payload, limitBytes);
    }
    done(null, payload);
  });
}

function hold(payload: NodeJS.ReadableStream, limitBytes: number): Held {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const isHeld = new Promise<void>((resolve) => {
    setTimeout(resolve, patienceMs).unref();
    payload.on('data', (chunk: Buffer) => {
      if (bytes < limitBytes) chunks.push(chunk.subarray(0, limitBytes - bytes));
      bytes += chunk.length;
      if (bytes >= limitBytes) resolve();
    });
    payload.on('end', resolve).on('close', resolve).on('error', resolve);
  });
  return { chunks, isHeld };
}

/** An inquiry sent badly is still an inquiry. A ledger that can't be written must not hide the first error. */
export async function keepIfRefused(keep: KeepRefused, error: Error, request: FastifyRequest): Promise<void> {
  if (!request.routeOptions?.config?.endpoint?.keepsRefused || request.ctx === undefined) return;
  if (isAbandoned(request)) return;
  const problem = problemOf(error, request);
  if (!refusals.includes(problem.kind)) return;
  if (problem.kind === 'too_large') await request.held?.isHeld;
  const fields = problem.fields.map(({ field, code }) => `${field}: ${code}`).join(', ');
  const refused = {
    raw: request.rawBody ?? Buffer.concat(request.held?.chunks ?? []),
    mediaType: request.headers['content-type'] ?? '',
    reason: fields ? `${problem.code} (${fields})` : problem.code,
  };
  await keep(request.ctx, refused).catch((err: unknown) =>
    request.log.error({ reqId: request.id, err }, 'refused body not kept'),
  );
}
