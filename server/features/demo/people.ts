import type { Dice } from './dice.ts';

export interface Person {
  readonly first: string;
  readonly name: string;
  readonly gender: 'm' | 'f';
  readonly email: string;
  readonly phone: string;
  readonly city: string;
  readonly street: string;
  readonly company: string | null;
}

/** First name, how it is written in an address, gender. */
const firstNames: readonly (readonly [string, string, 'm' | 'f'])[] = [
  ['נועה', 'noa', 'f'],
  ['תמר', 'tamar', 'f'],
  ['מאיה', 'maya', 'f'],
  ['שירה', 'shira', 'f'],
  ['אביגיל', 'avigail', 'f'],
  ['רחל', 'rachel', 'f'],
  ['ליאת', 'liat', 'f'],
  ['אורית', 'orit', 'f'],
  ['סיגל', 'sigal', 'f'],
  ['חנה', 'hanna', 'f'],
  ['מרים', 'miriam', 'f'],
  ['ענת', 'anat', 'f'],
  ['קרן', 'keren', 'f'],
  ['דינה', 'dina', 'f'],
  ['לינה', 'lina', 'f'],
  ['אולגה', 'olga', 'f'],
  ['פאטמה', 'fatma', 'f'],
  ['גלית', 'galit', 'f'],
  ['איתן', 'eitan', 'm'],
  ['יונתן', 'yonatan', 'm'],
  ['דוד', 'david', 'm'],
  ['משה', 'moshe', 'm'],
  ['עומר', 'omer', 'm'],
  ['אריאל', 'ariel', 'm'],
  ['יוסי', 'yossi', 'm'],
  ['רונן', 'ronen', 'm'],
  ['גיא', 'guy', 'm'],
  ['אלון', 'alon', 'm'],
  ['שמעון', 'shimon', 'm'],
  ['ניר', 'nir', 'm'],
  ['איגור', 'igor', 'm'],
  ['מחמוד', 'mahmoud', 'm'],
  ['ברוך', 'baruch', 'm'],
  ['צחי', 'tzachi', 'm'],
  ['עידו', 'ido', 'm'],
  ['אלכס', 'alex', 'm'],
];

const lastNames: readonly (readonly [string, string])[] = [
  ['כהן', 'cohen'],
  ['לוי', 'levi'],
  ['מזרחי', 'mizrahi'],
  ['פרץ', 'peretz'],
  ['ביטון', 'biton'],
  ['דהן', 'dahan'],
  ['אברהם', 'avraham'],
  ['פרידמן', 'friedman'],
  ['אזולאי', 'azoulay'],
  ['מלכה', 'malka'],
  ['כץ', 'katz'],
  ['יוסף', 'yosef'],
  ['עמר', 'amar'],
  ['אוחיון', 'ohayon'],
  ['גבאי', 'gabay'],
  ['שפירא', 'shapira'],
  ['רוזנברג', 'rozenberg'],
  ['חדד', 'hadad'],
  ['בן דוד', 'bendavid'],
  ['סגל', 'segal'],
  ['קפלן', 'kaplan'],
  ['ואקנין', 'vaknin'],
  ['חורי', 'khoury'],
  ['נאסר', 'nasser'],
  ['איבנוב', 'ivanov'],
  ['גולן', 'golan'],
  ['הראל', 'harel'],
  ['שרון', 'sharon'],
  ['בר־לב', 'barlev'],
  ['נחמיאס', 'nahmias'],
];

const places: readonly (readonly [string, readonly string[]])[] = [
  ['חיפה', ['הנביאים', 'מוריה', 'החלוץ']],
  ['קריית ביאליק', ['דפנה', 'השושנים']],
  ['נהריה', ['הגעתון', 'וייצמן']],
  ['עכו', ['בן עמי', 'הארבעה']],
  ['עפולה', ['ארלוזורוב', 'הנשיא']],
  ['טבריה', ['הגליל', 'אלחדיף']],
  ['נצרת', ['פאולוס השישי']],
  ['כרמיאל', ['נשיאי ישראל', 'מורד הגיא']],
  ['יקנעם עילית', ['התמר', 'הצאלים']],
  ['חדרה', ['הגיבורים', 'רוטשילד']],
];

const companies: readonly (readonly [string, string])[] = [
  ['גן ילדים שקד', 'gan-shaked'],
  ['משרד רו״ח גבאי', 'gabay-cpa'],
  ['מסעדת הנמל הישן', 'old-port'],
  ['מלון כרמל ירוק', 'green-carmel'],
  ['סטודיו פילאטיס נועם', 'noam-pilates'],
  ['מרפאת שיניים ד״ר סגל', 'segal-dental'],
  ['אולמי האגם', 'agam-halls'],
  ['קפה ברוש', 'cafe-brosh'],
  ['מושב גבעת עוז – ועד', 'givat-oz'],
  ['דפוס העמק', 'emek-print'],
  ['בית אבות אלון', 'alon-home'],
  ['מוסך האחים חורי', 'khoury-garage'],
  ['עמותת יחד בצפון', 'yachad-north'],
  ['פיצה קריות', 'pizza-krayot'],
];

const mailHosts = ['example.com', 'example.net', 'example.org', 'mail.example', 'doar.example'];
const prefixes = ['050', '052', '053', '054', '055', '058'];

/** Customers: people, and every sixth of them for a business. Addresses are of names that exist nowhere (RFC 2606). */
export function customers(dice: Dice, many: number): Person[] {
  const taken = new Set<string>();
  const people: Person[] = [];
  while (people.length < many) {
    const company = people.length % 6 === 5 ? companies[Math.floor(people.length / 6)] : undefined;
    const person = personOf(dice, company);
    if (taken.has(person.name) || taken.has(person.email) || taken.has(person.phone)) continue;
    for (const key of [person.name, person.email, person.phone]) taken.add(key);
    people.push(person);
  }
  return people;
}

function personOf(dice: Dice, company: readonly [string, string] | undefined): Person {
  const [first, firstLatin, gender] = dice.pick(firstNames);
  const [last, lastLatin] = dice.pick(lastNames);
  const [city, streets] = dice.pick(places);
  const local = dice.pick([
    `${firstLatin}.${lastLatin}`,
    `${firstLatin}${lastLatin}`,
    `${firstLatin}${dice.between(61, 99)}`,
  ]);
  return {
    first,
    name: `${first} ${last}`,
    gender,
    email: company ? `${firstLatin}@${company[1]}.example` : `${local}@${dice.pick(mailHosts)}`,
    phone: `${dice.pick(prefixes)}-555-${String(dice.between(1000, 9999))}`,
    city,
    street: `${dice.pick(streets)} ${dice.between(1, 88)}`,
    company: company?.[0] ?? null,
  };
}
