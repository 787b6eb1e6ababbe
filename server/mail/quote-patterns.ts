const bidi = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const longestLine = 400;

/** A line without bidi controls, which Gmail puts around Hebrew attributions, and without its bold marks. */
export function plainLine(line: string): string {
  return line
    .slice(0, longestLine)
    .replace(bidi, '')
    .replace(/\u00a0/g, ' ')
    .replace(/^\*|\*(?=:|$)/g, '')
    .trim();
}

// Each pattern below looks once along a line: a text made for the purpose must not keep a screen waiting.

/** How attributions begin where they do not begin with a date. */
const start =
  /^(בתאריך\s|ביום\s|ב[-־–]?\s?\d|ב[-־–]|On\s|Am\s|Le\s|El\s|Il\s|In data\s|Em\s|Op\s|Den\s|W dniu\s|Dnia\s|Dne\s|В\s)/i;
const date = /\b(19|20)\d\d\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}/;
const clock = /\b\d{1,2}[:.]\d\d\b/;
const address = /[<([]\s*(mailto:)?[^<>()[\]@\s]{1,100}@[^<>()[\]\s]{1,200}\s*[>)\]]/i;
const verb =
  /מאת|כתב|wrote|writes|schrieb|schreef|écrit|escribió|ha scritto|escreveu|skrev|pisze|napisał|kirjoitti|yazdı|napsal|írta|a scris|пишет|написал|написав|كتب|写道|寫道|書きました|작성/i;
const verbAtEnd =
  /(כתב(\/ה|ה|ו|\(ה\))?|wrote|writes|schrieb|a écrit|escribió|ha scritto|escreveu|skrev|napisał\(?a?\)?|kirjoitti|написала?)\s*[:：]?$/i;
const mostLines = 4;
const longQuote = 55;

/** Whether an attribution begins at this line, and how many lines it takes (0: none). Programs break it over up to four. */
export function attributionLines(lines: readonly string[], at: number): number {
  const first = lines[at] ?? '';
  if (isShortAttribution(first)) return 1;
  if (!start.test(first) && !date.test(first) && !clock.test(first)) return 0;
  let joined = '';
  for (let count = 1; count <= mostLines; count += 1) {
    const next = lines[at + count - 1];
    if (next === undefined || (next === '' && count > 1)) return 0;
    joined = joined === '' ? next : `${joined} ${next}`;
    if (isAttribution(joined)) return count;
  }
  return 0;
}

/** By what it holds, in whatever language: a date, an address or a verb of writing, and a colon at its end. */
function isAttribution(line: string): boolean {
  const isDated = date.test(line) || (start.test(line) && /\d/.test(line));
  if (!isDated) return false;
  if (/[:：]$/.test(line))
    return address.test(line) || (verb.test(line) && (start.test(line) || verbAtEnd.test(line)));
  return address.test(line) && verbAtEnd.test(line);
}

/** Without a date: `Name <address> wrote:`, and Hebrew that shows by its form that a program wrote it. */
function isShortAttribution(line: string): boolean {
  if (!/[:：]$/.test(line)) return false;
  return /\s(כתב\/ה|כתב\(ה\))\s*:$/.test(line.slice(-80)) || (verbAtEnd.test(line) && address.test(line));
}

const titles =
  'הודעה מקורית|ההודעה המקורית|הודעה שהועברה|הודעה שנשלחה|הודעה מועברת|הודעה מצורפת|Original Message|Original Appointment|Forwarded message|' +
  "Attached message|Reply message|Ursprüngliche Nachricht|Original-?nachricht|Weitergeleitete Nachricht|Message d[’']origine|Message transféré|" +
  'Mensaje original|Mensaje reenviado|Messaggio originale|Messaggio inoltrato|Mensagem original|Oorspronkelijk bericht|Oprindelig besked|' +
  'Oprindelig meddelelse|Opprinnelig melding|Ursprungligt meddelande|Alkuperäinen viesti|Wiadomość oryginalna|Исходное сообщение|' +
  'Пересылаемое сообщение|Orijinal Mesaj|الرسالة الأصلية';
const separators = [
  new RegExp(`^[-–—_=]{2,}\\s*(${titles})\\s*[-–—_=]{2,}$`, 'i'),
  /^(Begin forwarded message|תחילת הודעה שהועברה|התחלת הודעה שהועברה|תחילת ההודעה המועברת|Début du message transféré|Anfang der weitergeleiteten Nachricht)\s?:$/i,
  /^-{2,}\s*(נא להשיב מעל שורה זו|Reply above this line|Please reply above this line)\s*-{2,}$/i,
  /^=+\s*Message du\s*:/i,
];

export function isSeparator(line: string): boolean {
  return separators.some((pattern) => pattern.test(line));
}

/** The fields that programs write above the mail they answer, in the languages they write them in. */
const fields = {
  from: /^(מאת|From|Von|De|От|Da|Van|Fra|Från|Od|Lähettäjä|Kimden|Gönderen|Feladó|Від|من|差出人|发件人|寄件者|보낸 사람)\s?:\s*\S/i,
  date: /^(נשלח|תאריך|Sent|Date|Gesendet|Datum|Envoyé( le)?|Enviado( el)?|Fecha|Data|Inviato|Verzonden|Dato|Sendt|Skickat|Lähetetty|Päivämäärä|Wysłano|Отправлено|Дата|Tarih|Gönderildi|Надіслано|送信日時|发送时间|日期)\s?:/i,
  to: /^(אל|To|An|À|Para|A|Aan|Til|Till|Vastaanottaja|Do|Кому|Kime|Címzett|إلى|宛先|收件人)\s?:/i,
  copy: /^(עותק|העתק|Cc|Kopie|Copie( à)?|Copia|Kopi|Kopia|DW|Копия)\s?:/i,
  subject:
    /^(נושא|Subject|Betreff|Objet|Sujet|Asunto|Oggetto|Assunto|Onderwerp|Emne|Ämne|Aihe|Temat|Тема|Konu|Tárgy|الموضوع|件名|主题|主旨)\s?:/i,
};
type Field = keyof typeof fields;
const names = Object.keys(fields) as Field[];
const mostFieldLines = 12;

function fieldOf(line: string): Field | null {
  return names.find((name) => fields[name].test(line)) ?? null;
}

/** The block of fields above an answered mail: Outlook begins it with the sender; others with any, and give them all. */
export function isFieldBlock(lines: readonly string[], at: number): boolean {
  const first = fieldOf(lines[at] ?? '');
  if (first === null || first === 'copy') return false;
  const found = new Set<Field>();
  for (const line of lines.slice(at, at + mostFieldLines)) {
    const field = fieldOf(line);
    if (field) found.add(field);
  }
  if (!found.has('from')) return false;
  return first === 'from' ? found.size >= 3 : found.size >= 4;
}

/** Outlook's rule stands above its block. */
export function isRule(line: string): boolean {
  return /^([_-]{5,}|={4,})$/.test(line);
}

export function isQuoted(line: string): boolean {
  return line.startsWith('>');
}

/** A program has broken a long marked line without marking its rest: the line before is long and stops inside a sentence. */
export function isTornQuote(lines: readonly string[], at: number): boolean {
  const before = lines[at - 1] ?? '';
  const isLong = isQuoted(before) && before.length >= longQuote && !/[.?!:…]$/.test(before);
  return isLong && isQuoted(lines[at + 1] ?? '');
}

const devices = [
  /^נשלח מ(ה-?\s?|־?ה?)?(iPhone|iPad|אייפון|אייפד|אנדרואיד|Samsung|Galaxy|מכשיר|טלפון|דואר|Outlook|Yahoo).*$/i,
  /^נשלח (באמצעות|מתוך) .{2,60}$/,
  /^(Sent from|Get Outlook for|Sent via|Von meinem .* gesendet|Gesendet von|Gesendet mit|Envoyé (de|depuis|à partir)|Inviato da|Enviado (desde|do|de)|Verzonden (vanaf|met|via)|Skickat från|Sendt fra|Lähetetty|Wysłane z|Отправлено (с|из)) .{2,100}$/i,
  /^(קבל|הורד|להורדת) את Outlook .{2,60}$/,
];

export function isDeviceSignature(line: string): boolean {
  return devices.some((pattern) => pattern.test(line));
}
