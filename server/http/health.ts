import type { FastifyInstance } from 'fastify';

/** A part of the running system: null when it is well, else what is wrong, in a few words without secrets. */
export type HealthCheck = () => Promise<string | null> | string | null;

const patienceMs = 2000;

/** GET /health: 200 when every part is well, 503 with the reasons otherwise. Open to all: it names parts, nothing else. */
export function healthRoute(app: FastifyInstance, checks: Readonly<Record<string, HealthCheck>>): void {
  app.get('/health', async (_request, reply) => {
    const parts = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await patiently(check)] as const),
    );
    const isWell = parts.every(([, wrong]) => wrong === null);
    const answer = {
      status: isWell ? 'ok' : 'unavailable',
      parts: Object.fromEntries(parts.map(([name, wrong]) => [name, wrong ?? 'ok'])),
    };
    return reply.code(isWell ? 200 : 503).send(answer);
  });
}

async function patiently(check: HealthCheck): Promise<string | null> {
  const late = new Promise<string>((resolve) => setTimeout(resolve, patienceMs, 'no answer in time').unref());
  const asked = Promise.resolve()
    .then(check)
    .catch(() => 'does not answer');
  return Promise.race([asked, late]);
}
