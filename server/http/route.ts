import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AnswerOf, BodyOf, Endpoint, ParamsOf, QueryOf } from '../../shared/endpoint.ts';
import type { Context } from '../context.ts';
import { badFields, type FieldProblem } from '../problem.ts';
import { problemOf } from './problems.ts';

/** A request whose parts the endpoint's schemas have already checked and converted. */
export interface Asked<E extends Endpoint> {
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  readonly body: BodyOf<E>;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** An endpoint without contents (204) may be answered by a verb that answers nothing. */
// biome-ignore lint/suspicious/noConfusingVoidType: the return type of such verbs is void
type Answered<E extends Endpoint> = E['status'] extends 204 ? AnswerOf<E> | void : AnswerOf<E>;
export type Answerer<E extends Endpoint> = (
  ctx: Context,
  asked: Asked<E>,
) => Promise<Answered<E>> | Answered<E>;

/**
 * What else is wrong with a body that its schema refuses, so that one answer names every offending field. The request's path is
 * checked by then. May throw a Problem that comes before all fields.
 */
export type FindAlsoWrong = (
  ctx: Context,
  body: unknown,
  request: FastifyRequest,
) => Promise<readonly FieldProblem[]>;

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by authenticate() before the handler runs. */
    ctx: Context;
    /** The bytes of the body as they came. */
    rawBody: Buffer | null;
    tenantId: string;
    /** Whether the configured public address leads to this request's tenant. */
    isAtPublicUrl: boolean;
  }
  interface FastifyInstance {
    /** The configured public address, without a slash at the end. */
    publicUrl: string | null;
  }
  interface FastifyContextConfig {
    endpoint?: Endpoint;
  }
}

/** Registers one endpoint contract with its answer. The answer goes through the contract's schema: nothing undeclared leaves. */
export function route<E extends Endpoint>(
  app: FastifyInstance,
  declared: E,
  answer: Answerer<E>,
  findAlsoWrong?: FindAlsoWrong,
): void {
  const status = declared.status ?? 200;
  app.route({
    method: declared.method,
    url: declared.url,
    config: { endpoint: declared },
    attachValidation: findAlsoWrong !== undefined,
    schema: {
      ...(declared.params && { params: declared.params }),
      ...(declared.query && { querystring: declared.query }),
      ...(declared.body && { body: declared.body }),
      ...(status !== 204 && { response: { [status]: declared.answer } }),
    },
    handler: async (request, reply) => {
      if (request.validationError) throw await wholeProblem(request, request.validationError, findAlsoWrong);
      const { params, query, body } = request as unknown as Pick<Asked<E>, 'params' | 'query' | 'body'>;
      const result = await answer(request.ctx, { params, query, body, request, reply });
      // Sent by the answerer itself; also a file whose reader went away in the middle of it.
      if (reply.sent || reply.raw.headersSent) return reply;
      if (reply.statusCode === 304) return reply.send();
      return status === 204 ? reply.code(204).send() : reply.code(status).send(result);
    },
  });
}

async function wholeProblem(
  request: FastifyRequest,
  error: Error,
  findAlsoWrong: FindAlsoWrong | undefined,
): Promise<Error> {
  const isOfBody = (error as { validationContext?: string }).validationContext === 'body';
  if (!isOfBody) return error;
  const { fields } = problemOf(error, request);
  const named = new Set(fields.map(({ field }) => field));
  const others = (await findAlsoWrong?.(request.ctx, request.body, request)) ?? [];
  return badFields([...fields, ...others.filter(({ field }) => !named.has(field))]);
}
