import type { Dice } from './dice.ts';
import type { Person } from './people.ts';
import type { Source } from './steps.ts';
import { team } from './team.ts';

const greetings = ['שלום,', 'שלום רב,', 'היי,', 'בוקר טוב,', 'לכבוד שירות הלקוחות,', 'שלום לכולם,', 'אהלן,'];
const closings = ['תודה', 'תודה מראש', 'בברכה', 'בתודה', 'אשמח לתשובה מהירה'];
const shop = 'נורית מוצרי חשמל';
const managerName = 'נורית אדלר';

/** A customer's first word: by mail it has a greeting and a name below, on the site's form rarely. */
export function firstWord(dice: Dice, source: Source, person: Person, text: string): string {
  if (source === 'phone' || source === 'form') return text;
  if (source === 'api' && dice.chance(0.6)) return text;
  const signed = dice.chance(0.75)
    ? `\n\n${dice.pick(closings)},\n${dice.chance(0.5) ? person.name : person.first}`
    : '';
  const phone = signed !== '' && dice.chance(0.4) ? `\n${person.phone}` : '';
  const company = signed !== '' && person.company !== null ? `\n${person.company}` : '';
  return `${dice.pick(greetings)}\n${text}${signed}${company}${phone}`;
}

export function nextWord(dice: Dice, person: Person, text: string): string {
  return dice.chance(0.35) ? `${text}\n\n${person.first}` : text;
}

/** A reply of the desk: by name, and signed. */
export function deskWord(dice: Dice, by: number, first: string, text: string): string {
  const hello = first === '' ? 'שלום,' : dice.pick([`שלום ${first},`, `${first} שלום,`, `היי ${first},`]);
  return `${hello}\n${text}\n\n${dice.pick(['בברכה', 'יום נעים', 'בברכה'])},\n${team[by]?.name ?? managerName}\n${shop}`;
}

/** The desk's last word after a customer's thanks. */
export const farewells = [
  'תודה על העדכון, שמחים שהסתדר. אנחנו כאן לכל שאלה.',
  'תודה! שמחים לשמוע.',
  'בשמחה. שיהיה המשך שבוע טוב.',
];
