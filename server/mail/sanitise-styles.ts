const allowed = new Set(
  (
    'color background-color background font font-family font-size font-style font-weight font-variant text-align text-decoration ' +
    'text-indent text-transform direction unicode-bidi line-height letter-spacing word-spacing white-space vertical-align ' +
    'margin margin-top margin-right margin-bottom margin-left margin-inline-start margin-inline-end ' +
    'padding padding-top padding-right padding-bottom padding-left padding-inline-start padding-inline-end ' +
    'border border-top border-right border-bottom border-left border-color border-style border-width border-radius ' +
    'border-top-color border-top-style border-top-width border-right-color border-right-style border-right-width ' +
    'border-bottom-color border-bottom-style border-bottom-width border-left-color border-left-style border-left-width ' +
    'border-collapse border-spacing width height min-width max-width min-height max-height display float clear ' +
    'list-style list-style-type table-layout caption-side word-break word-wrap overflow-wrap box-sizing'
  ).split(' '),
);

const colourFunction = /\b(rgb|rgba|hsl|hsla)\([\d\s.,%/deg-]*\)/gi;
/** No parenthesis, backslash, colon, semicolon, angle bracket or at sign: so no url(), expression(), escape or comment. */
const plainValue = /^[\p{L}\p{N}\s#%.,+!'"_-]*$/u;

/** The declarations of a style attribute that only change how text looks, in their order; '' when none is left. */
export function safeStyle(style: string): string {
  const kept: string[] = [];
  for (const declaration of style.slice(0, 4000).split(';')) {
    const colon = declaration.indexOf(':');
    if (colon < 0) continue;
    const property = declaration.slice(0, colon).trim().toLowerCase();
    const value = declaration.slice(colon + 1).trim();
    if (allowed.has(property) && isPlain(property, value)) kept.push(`${property}:${value}`);
  }
  return kept.join(';');
}

function isPlain(property: string, value: string): boolean {
  if (value === '') return false;
  const rest = value.replace(colourFunction, '');
  // The line height of a font shorthand: 12px/1.5
  const simple = property === 'font' ? rest.replace(/(\d[a-z%]*)\/(\d)/gi, '$1 $2') : rest;
  return plainValue.test(simple);
}
