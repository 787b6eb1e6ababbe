const bidi = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** A line without bidi controls, which Gmail puts around Hebrew attributions, and without its bold marks. */
export function plainLine(line: string): string {
  return line
    .slice(0, 400)
    .replace(bidi, '')
    .replace(/\u00a0/g, ' ')
    .replace(/^\*|\*(?=:|$)/g, '')
    .trim();
}

/** How an attribution begins; it may go on over the next lines. */
const attributionStart =
  /^(בתאריך\s|ביום\s|ב[-־–]?\s?\d|ב[-־–]|On\s|Am\s|Le\s|El\s|Il\s|Em\s|Op\s|Den\s|W dniu\s|В\s|\d{4}[-/]\d{1,2}[-/]\d{1,2}\s|\d{1,2}[./]\d{1,2}[./]\d{2,4})/i;

/** And how it ends. */
const attributionEnd = [
  /^בתאריך .*(מאת|כתב).*:$/,
  /^ביום .*(מאת|כתב).*:$/,
  /^ב[-־–]?\s?\d.*(כתב|מאת).*:?$/,
  /^ב[-־–].*\d.*(כתב|מאת).*:$/,
  /^On .*\b(wrote|writes|schrieb)\s*:$/i,
  /^Am .*\bschrieb.*:$/i,
  /^Le .*\ba écrit\s*:$/i,
  /^El .*\bescribió\s*:$/i,
  /^Il .*\bha scritto\s*:$/i,
  /^Em .*\bescreveu\s*:$/i,
  /^Op .*\bschreef.*:$/i,
  /^Den .*\bskrev.*:$/i,
  /^W dniu .*\b(pisze|napisał\(?a?\)?)\s*:$/i,
  /^В .*пишет:$/,
  /^\d{4}[-/]\d{1,2}[-/]\d{1,2} .*<[^<>@\s]+@[^<>\s]+>:?$/,
  /^\d{1,2}[./]\d{1,2}[./]\d{2,4}.*(כתב(\/ה|ה|ו|\(ה\))?|wrote)\s*:$/i,
];

const wholeLineAttribution = [
  /^.{1,120}<[^<>@\s]+@[^<>\s]+>\s*(כתב(\/ה|ה|ו|\(ה\))?|wrote|schrieb)\s*:$/i,
  /^.{1,60}\s(כתב\/ה|כתב\(ה\))\s*:$/,
];

/** Whether an attribution begins at this line, and how many lines it takes (0: none). Programs break it over up to four. */
export function attributionLines(lines: readonly string[], at: number): number {
  const first = lines[at] ?? '';
  if (wholeLineAttribution.some((pattern) => pattern.test(first))) return 1;
  if (!attributionStart.test(first)) return 0;
  let joined = '';
  for (let count = 1; count <= 4; count += 1) {
    const next = lines[at + count - 1];
    if (next === undefined || (next === '' && count > 1)) return 0;
    joined = joined === '' ? next : `${joined} ${next}`;
    if (attributionEnd.some((pattern) => pattern.test(joined))) return count;
  }
  return 0;
}

const words =
  'הודעה מקורית|ההודעה המקורית|הודעה שהועברה|הודעה שנשלחה|הודעה מועברת|Original Message|Original Appointment|Forwarded message|Reply message|' +
  "Ursprüngliche Nachricht|Weitergeleitete Nachricht|Message d'origine|Message transféré|Mensaje original|Messaggio originale|Исходное сообщение";
const separators = [
  new RegExp(`^[-–—_]{2,}\\s*(${words})\\s*[-–—_]{2,}$`, 'i'),
  /^(Begin forwarded message|תחילת הודעה שהועברה|התחלת הודעה שהועברה|תחילת ההודעה המועברת):$/i,
  /^-{2,}\s*(נא להשיב מעל שורה זו|Reply above this line|Please reply above this line)\s*-{2,}$/i,
];

export function isSeparator(line: string): boolean {
  return separators.some((pattern) => pattern.test(line));
}

const fromField = /^(מאת|From|Von|De|От|Da)\s*:\s*\S/i;
const otherField =
  /^(נשלח|תאריך|אל|עותק|העתק|נושא|Sent|Date|To|Cc|Subject|Gesendet|Datum|An|Betreff|Envoyé|À|Objet|Enviado|Para|Asunto|Reply-To|Importance)\s*:/i;

/** The block of fields that Outlook writes above the mail it answers. */
export function isFieldBlock(lines: readonly string[], at: number): boolean {
  if (!fromField.test(lines[at] ?? '')) return false;
  let fields = 0;
  for (const line of lines.slice(at + 1, at + 8)) if (otherField.test(line)) fields += 1;
  return fields >= 2;
}

/** Outlook's rule stands above its block. */
export function isRule(line: string): boolean {
  return /^[_-]{5,}$/.test(line);
}

export function isQuoted(line: string): boolean {
  return line.startsWith('>');
}

const devices = [
  /^נשלח מ(ה-?\s?|־?ה?)?(iPhone|iPad|אייפון|אייפד|אנדרואיד|Samsung|Galaxy|מכשיר|טלפון|דואר|Outlook|Yahoo).*$/i,
  /^נשלח (באמצעות|מתוך) .{2,60}$/,
  /^(Sent from|Get Outlook for|Sent via|Von meinem .* gesendet|Envoyé de mon) .{2,60}$/i,
  /^(קבל|הורד|להורדת) את Outlook .{2,60}$/,
];

export function isDeviceSignature(line: string): boolean {
  return devices.some((pattern) => pattern.test(line));
}
