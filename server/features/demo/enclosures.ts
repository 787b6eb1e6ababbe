import type { Attached } from './customer-mail.ts';
import type { Dice } from './dice.ts';
import { picture } from './picture.ts';
import type { FileKind } from './steps.ts';

/** What a customer encloses. */
export function fileOf(kind: FileKind, dice: Dice, at: Date): Attached {
  if (kind === 'photo') {
    return { name: `צילום ${dice.between(1, 40)}.png`, content: picture(dice), type: 'image/png' };
  }
  if (kind === 'log') return { name: 'system-log.txt', content: logText(dice, at), type: 'text/plain' };
  const lines = [
    'פרטים לחשבונית',
    `מספר עוסק: ${dice.between(510_000_000, 519_999_999)}`,
    `תאריך: ${at.toISOString().slice(0, 10)}`,
    `סכום: ${dice.between(190, 6400)}.00 ₪`,
  ];
  return {
    name: 'פרטי חשבונית.txt',
    content: Buffer.from(`${lines.join('\n')}\n`),
    type: 'text/plain; charset=utf-8',
  };
}

function logText(dice: Dice, at: Date): Buffer {
  const lines = Array.from({ length: 24 }, (_, line) => {
    const time = new Date(at.getTime() - (24 - line) * 47_000).toISOString();
    const words = dice.pick([
      'power: adapter connected',
      'thermal: 71 C',
      'display: driver reset',
      'service started',
      'disk: ok',
    ]);
    return `${time} [${dice.between(100, 4000)}] ${words}`;
  });
  return Buffer.from(`${lines.join('\r\n')}\r\n`);
}
