import type { Dice } from './dice.ts';
import type { Person } from './people.ts';
import type { Kind } from './stories/story.ts';

interface Product {
  readonly kind: Kind;
  readonly a: string;
  readonly the: string;
  readonly gender: 'm' | 'f';
  readonly models: readonly string[];
}

const products: readonly Product[] = [
  { kind: 'cold', a: 'מקרר', the: 'המקרר', gender: 'm', models: ['FR-560N', 'FR-480W'] },
  { kind: 'cold', a: 'מקפיא', the: 'המקפיא', gender: 'm', models: ['FZ-210'] },
  { kind: 'wash', a: 'מכונת כביסה', the: 'מכונת הכביסה', gender: 'f', models: ['NW-8014', 'NW-9016'] },
  { kind: 'wash', a: 'מדיח כלים', the: 'מדיח הכלים', gender: 'm', models: ['DW-45S', 'DW-60'] },
  { kind: 'heat', a: 'מייבש כביסה', the: 'מייבש הכביסה', gender: 'm', models: ['TD-9HP'] },
  { kind: 'heat', a: 'תנור בנוי', the: 'התנור הבנוי', gender: 'm', models: ['OV-72X'] },
  { kind: 'air', a: 'מזגן', the: 'המזגן', gender: 'm', models: ['AC-34', 'AC-22i'] },
  { kind: 'screen', a: 'טלוויזיה', the: 'הטלוויזיה', gender: 'f', models: ['TV-55Q', 'TV-65Q'] },
  { kind: 'screen', a: 'מסך מחשב', the: 'מסך המחשב', gender: 'm', models: ['MN-27'] },
  { kind: 'sound', a: 'מקרן קול', the: 'מקרן הקול', gender: 'm', models: ['SB-300'] },
  { kind: 'sound', a: 'מערכת שמע', the: 'מערכת השמע', gender: 'f', models: ['HS-51'] },
  { kind: 'computer', a: 'מחשב נייד', the: 'המחשב הנייד', gender: 'm', models: ['LT-14P', 'LT-16'] },
  { kind: 'computer', a: 'מדפסת', the: 'המדפסת', gender: 'f', models: ['PR-220'] },
  { kind: 'battery', a: 'מחשב נייד', the: 'המחשב הנייד', gender: 'm', models: ['LT-14P', 'LT-16'] },
  { kind: 'battery', a: 'שואב אבק רובוטי', the: 'השואב הרובוטי', gender: 'm', models: ['RV-7', 'RV-9'] },
  { kind: 'battery', a: 'רמקול נייד', the: 'הרמקול הנייד', gender: 'm', models: ['BT-12'] },
  { kind: 'small', a: 'מכונת קפה', the: 'מכונת הקפה', gender: 'f', models: ['CM-15'] },
  { kind: 'small', a: 'שואב אבק רובוטי', the: 'השואב הרובוטי', gender: 'm', models: ['RV-7', 'RV-9'] },
];

const branches = ['חיפה – לב המפרץ', 'עפולה', 'נהריה', 'חדרה', 'כרמיאל'];
const weekdays = ['ראשון', 'שני', 'שלישי', 'רביעי', 'חמישי'];

/** Fills the texts of one inquiry: the same product and order in all of them. */
export type Fill = (text: string) => string;

/** `{name}` is a fact of this inquiry, `{…/…}` follows the product's gender, `<…/…>` the customer's. */
export function fillFor(dice: Dice, kinds: readonly Kind[], customer: Pick<Person, 'gender' | 'city'>): Fill {
  const product = dice.pick(products.filter(({ kind }) => kinds.includes(kind)));
  const facts: Readonly<Record<string, string>> = {
    a: product.a,
    the: product.the,
    model: dice.pick(product.models),
    order: String(dice.between(418_200, 497_900)),
    branch: dice.pick(branches),
    price: (dice.between(19, 640) * 10 - 1).toLocaleString('en'),
    weekday: dice.pick(weekdays),
    city: customer.city,
  };
  const chosen = (gender: 'm' | 'f') => (_: string, m: string, f: string) => (gender === 'm' ? m : f);
  return (text) =>
    text
      .replace(/\{([^{}/]*)\/([^{}]*)\}/g, chosen(product.gender))
      .replace(/<([^<>/]*)\/([^<>]*)>/g, chosen(customer.gender))
      .replace(/\{(\w+)\}/g, (slot, name: string) => facts[name] ?? slot);
}
