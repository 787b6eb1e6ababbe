import {
  type CountryCode,
  getCountryCallingCode,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';

/** A phone number or e-mail address: `value` is its one normal spelling, `shown` is for people. */
export interface Contact {
  readonly value: string;
  readonly shown: string;
}

/** Bidi controls, zero-width characters, soft hyphen, byte order mark. */
const invisible = /[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/g;
const longestText = 200;
/** RFC 5321, 4.5.3.1.3: a path of 256 octets with its brackets. */
const longestAddress = 254;
/** A number as people write it: an optional plus, digits and what stands between them. */
const written = /\+?[\s(]*\d[\d\s()./\u2010-\u2015\u2212-]*/g;
/** `*2407`, or `2407*` as it looks when typed from right to left. */
const starNumber = /(?<![\d*])(?:\*\s?(\d{3,6})(?!\d)|(\d{3,6})\s?\*)/;

/**
 * The phone number in a text: E.164 when it is a full number, else its digits (service numbers such as 1-800, `*2407`,
 * short codes), which exist within the region only. Whatever stands around it is skipped; of several the first counts.
 * `region` (ISO 3166) says how numbers without a country code are read. Null when there is none (withheld, garbage).
 */
export function phoneOf(text: string, region: string): Contact | null {
  const key = `${region} ${text.slice(0, longestText)}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const read = readPhone(text, region);
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(key, read);
  return read;
}

/** Reading a number costs as much as half of what else a request does, and who wrote once writes again. */
const remembered = new Map<string, Contact | null>();
const mostRemembered = 5000;

function readPhone(text: string, region: string): Contact | null {
  const plain = asciiDigits(text.slice(0, longestText).normalize('NFKC').replace(invisible, ''));
  const dialled = addressPart(plain);
  if (dialled.includes('@')) return null;
  const home = region as CountryCode;
  const runs = dialled.match(written) ?? [];
  const full =
    first(runs, (run) => validNumber(run, home)) ??
    first(runs, (run) => newNumber(run, home)) ??
    first(runs.flatMap(partsOf), (part) => validNumber(part, home));
  if (full) return contactOf(full, home);
  return starOf(dialled) ?? digitsOf(dialled);
}

/** A plain e-mail address in lower case, 254 characters at most; null for anything else (names, lists, white space inside). */
export function emailOf(text: string): string | null {
  if (text.length > longestText * 2) return null;
  const address = text.replace(invisible, '').trim().toLowerCase().normalize('NFC');
  const isPlain = /^[^\s@<>()[\]\\,;:"\p{Cc}]{1,64}@[\p{L}\p{N}][\p{L}\p{M}\p{N}.-]*(?<![.-])$/u.test(
    address,
  );
  return isPlain && address.length <= longestAddress && !address.includes('..') ? address : null;
}

/** The number of `tel:` (RFC 3966, 3) and `sip:` (RFC 3261, 19.1) addresses, as exchanges send them. */
function addressPart(text: string): string {
  return /\b(?:tel|sips?):([^@;>]*)/i.exec(text)?.[1] ?? text;
}

function first(
  texts: readonly string[],
  read: (text: string) => PhoneNumber | undefined,
): PhoneNumber | undefined {
  for (const text of texts) {
    const number = text.replace(/\D/g, '').length < 7 ? undefined : read(text);
    if (number) return number;
  }
  return undefined;
}

/** Two numbers may stand beside each other. */
function partsOf(run: string): string[] {
  return [...run.split('/'), ...run.split(/\s+/)];
}

/** A full number by the numbering plans. Exchanges and spreadsheets drop the plus, or the leading zero. */
function validNumber(run: string, home: CountryCode): PhoneNumber | undefined {
  const digits = run.replace(/\D/g, '');
  const asWritten = parsePhoneNumberFromString(run.trim().startsWith('+') ? `+${digits}` : digits, home);
  if (asWritten?.isValid()) return asWritten;
  const withPlus = parsePhoneNumberFromString(`+${digits}`);
  return withPlus?.isValid() ? withPlus : undefined;
}

/** A number of the region in a range that is newer than the numbering plans we carry, written as full numbers are. */
function newNumber(run: string, home: CountryCode): PhoneNumber | undefined {
  const digits = run.replace(/\D/g, '');
  const number = parsePhoneNumberFromString(digits.startsWith('0') ? digits : `+${digits}`, home);
  const hasPattern = number?.country === home && number.isPossible() && /\D/.test(number.formatNational());
  return hasPattern ? number : undefined;
}

function contactOf(number: PhoneNumber, home: CountryCode): Contact {
  const shown = number.country === home ? number.formatNational() : number.formatInternational();
  // 1-700 and 1-800 can't be dialled from abroad, so they have no E.164 form (Israeli numbering plan).
  const isHomeOnly = home === 'IL' && number.country === 'IL' && number.nationalNumber.startsWith('1');
  return { value: isHomeOnly ? number.nationalNumber : number.number, shown };
}

function starOf(text: string): Contact | null {
  const found = starNumber.exec(text);
  const digits = found?.[1] ?? found?.[2];
  return digits === undefined ? null : { value: `*${digits}`, shown: `*${digits}` };
}

/** A short code or a local number: 3 to 15 digits (E.164, 6.2.1) that stand alone, not in a word. */
function digitsOf(text: string): Contact | null {
  const run = text.match(written)?.[0].trim() ?? '';
  const digits = run.replace(/\D/g, '');
  const at = text.indexOf(run);
  const isInWord = /[A-Za-z_*#-]/.test(text[at - 1] ?? '') || /[A-Za-z_*#]/.test(text[at + run.length] ?? '');
  if (isInWord || digits.length < 3 || digits.length > 15 || /^0+$/.test(digits)) return null;
  // A number of abroad that no plan knows: without its plus it would be read as one of the region.
  const value = run.startsWith('+') && digits.length >= 7 ? `+${digits}` : digits;
  return { value, shown: value };
}

/** Arabic, Persian and other decimal digits; a script's ten digits begin at a code point that ends in 0 or 6. */
function asciiDigits(text: string): string {
  return text.replace(/[^\P{Nd}0-9]/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    const rowStart = code - (code % 16);
    return String(code - (/\p{Nd}/u.test(String.fromCodePoint(rowStart)) ? rowStart : rowStart + 6));
  });
}

/** How a part of a phone number is looked for among the normal forms. */
export interface PhoneSearch {
  /** The whole number, if it is one. */
  readonly value: string | null;
  /** How the number begins, when the part says so by a plus, a country code or a leading zero. */
  readonly head: string | null;
  /** Digits that stand anywhere in it, or at its end: any of these. */
  readonly digits: readonly string[];
}

/** How to look for a number of `least` digits or more, whole or in part, in any spelling; null when the text has none. */
export function phoneSearchOf(text: string, region: string, least: number): PhoneSearch | null {
  const plain = asciiDigits(text.slice(0, longestText).normalize('NFKC').replace(invisible, '')).trim();
  const value = phoneOf(text, region)?.value ?? null;
  if (/\p{L}/u.test(plain)) return value?.startsWith('+') ? { value, head: null, digits: [] } : null;
  const code = getCountryCallingCode(region as CountryCode);
  const given = plain.replace(/\D/g, '');
  const dialled = given.replace(/^00/, '').replace(new RegExp(`^${code}0`), code);
  // A number may also end in what looks like the way abroad.
  const digits = [...new Set([dialled, given])].filter((part) => part.length >= least);
  if (digits.length === 0) return null;
  const isAbroad = /^(\+|00)/.test(plain) && dialled.length >= least;
  const home = dialled.startsWith('0') ? `+${code}${dialled.slice(1)}` : null;
  return { value, head: isAbroad ? `+${dialled}` : home, digits };
}

const leastTail = 4;

/** Digits in which a number ends however it is written: without the zero or the country that lead to it. */
export function phoneTailsOf(text: string, region: string): string[] {
  const code = getCountryCallingCode(region as CountryCode);
  const given = phoneSearchOf(text, region, leastTail)?.digits ?? [];
  const tails = given.flatMap((digits) => {
    const bare = digits.replace(/^0+/, '');
    return bare.startsWith(code) && bare.length > code.length + leastTail
      ? [bare.slice(code.length), bare]
      : [bare];
  });
  return [...new Set(tails)].filter((tail) => tail.length >= leastTail);
}
