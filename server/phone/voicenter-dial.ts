/** Voicenter's ForwardDialer (voicenter.com/API, Click2Call). */
const address = 'https://api.voicenter.com/ForwardDialer/click2call.aspx';
const patienceMs = 10_000;

interface Asked {
  readonly code: string;
  readonly extension: string;
  readonly target: string;
  readonly ticketNumber: number | null;
}

interface Answered {
  readonly state: 'dialling' | 'refused' | 'away';
  readonly callId: string | null;
  readonly said: string;
}

/** Rings the extension, then the target; `var_ticket` comes back in the call's record. `at` is another address, for tests. */
export function makeVoicenterDial(at: string = address): (asked: Asked) => Promise<Answered> {
  return async ({ code, extension, target, ticketNumber }) => {
    const url = new URL(at);
    const fields = { code, phone: extension, target, action: 'call', format: 'json', record: 'true' };
    for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value);
    if (ticketNumber !== null) url.searchParams.set('var_ticket', String(ticketNumber));
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(patienceMs), redirect: 'error' });
      return readAnswer(await answer.text());
    } catch (error) {
      return { state: 'away', callId: null, said: error instanceof Error ? error.message : String(error) };
    }
  };
}

function readAnswer(text: string): Answered {
  const said = text.slice(0, 500);
  try {
    const { ERRORCODE, CALLID } = JSON.parse(text) as { ERRORCODE?: unknown; CALLID?: unknown };
    if (Number(ERRORCODE) !== 0) return { state: 'refused', callId: null, said };
    return { state: 'dialling', callId: typeof CALLID === 'string' && CALLID !== '' ? CALLID : null, said };
  } catch {
    return { state: 'refused', callId: null, said };
  }
}
