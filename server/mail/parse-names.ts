/** Controls of writing direction: they make `exe.gpj` look like `jpg.exe`. */
const bidiControls = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const mostCharacters = 200;

const endings: Record<string, string> = {
  'message/rfc822': 'eml',
  'message/delivery-status': 'txt',
  'text/calendar': 'ics',
  'text/plain': 'txt',
  'text/html': 'html',
  'text/csv': 'csv',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'application/ms-tnef': 'dat',
};

/** Without the characters that turn the direction of what follows them. */
export function withoutBidiControls(text: string): string {
  return text.replace(bidiControls, '');
}

/** A file name that is safe to show and to save: no path, no controls, not too long; made of the type when none is given. */
export function cleanFileName(given: string, mediaType: string, position: number): string {
  const last = withoutBidiControls(given).split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .replace(/\p{Cc}/gu, '')
    .replace(/\s+/g, ' ')
    .toWellFormed();
  const trimmed = plain.replace(/^[\s.]+|[\s.]+$/g, '');
  if (trimmed === '') return `attachment-${position}.${endings[mediaType] ?? 'bin'}`;
  return shortened(trimmed);
}

/** What is cut keeps its ending, since the ending says what it is. */
function shortened(name: string): string {
  if (name.length <= mostCharacters) return name;
  const ending = /\.[^.]{1,20}$/.exec(name)?.[0] ?? '';
  return name.slice(0, mostCharacters - ending.length).toWellFormed() + ending;
}
