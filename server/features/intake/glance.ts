const mostCharacters = 200;

export interface Glance {
  readonly title: string | null;
  readonly email: string | null;
  readonly phone: string | null;
}

/** What a refused body says of itself, as far as it can be read: enough to tell it from others, and to answer whoever asked. */
export function glanceAtBody(raw: Buffer): Glance {
  const body = objectIn(raw);
  return { title: textOf(body.subject), email: textOf(body.email), phone: textOf(body.phone) };
}

function objectIn(raw: Buffer): Record<string, unknown> {
  try {
    const found: unknown = JSON.parse(raw.toString());
    return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function textOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  return value.replaceAll('\u0000', '').slice(0, mostCharacters).toWellFormed().trim() || null;
}
