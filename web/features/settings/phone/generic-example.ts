const shown = { from: '0501234567', to: '037654321', direction: 'in', callId: '307fa962' };

const said = [
  { event: 'newCall', ...shown, user: ['101'], queue: 'support' },
  { event: 'answer', ...shown, answeringNumber: '101' },
  { event: 'hangup', ...shown, cause: 'normalClearing' },
];

/** The three things that an exchange says of a call, as commands that can be tried at once. */
export const genericExample = (url: string): string =>
  said
    .map((body) => `curl -X POST '${url}' -H 'content-type: application/json' -d '${JSON.stringify(body)}'`)
    .join('\n');
