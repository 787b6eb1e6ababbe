/** Text that may stand in a page as it is. Only `html` makes it, so nothing gets there unescaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Part = Html | string | number | null | readonly Part[];

/** A piece of a page; every value in it is escaped, unless it is a piece itself. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(
    strings.map((text, index) => text + (index < parts.length ? shown(parts[index] ?? null) : '')).join(''),
  );
}

function shown(part: Part): string {
  if (part === null) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(shown).join('');
  return escaped(String(part));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** Left-to-right code within a line of any direction; an address may break behind its slashes. */
export const code = (text: string): Html =>
  html`<code dir="ltr">${text.split(/(?<=\/)/).map((piece, index) => (index === 0 ? piece : html`<wbr>${piece}`))}</code>`;

/** A line of text in which `…` marks code, and a call's name (GET /v2/users) leads to its section. */
export function marked(text: string, sections: ReadonlyMap<string, string>): Html {
  const parts = text.split(/(`[^`]+`|\b(?:GET|POST|PUT) \/[\w/{}-]+)/).map((part) => {
    const id = sections.get(part);
    if (id !== undefined) return html`<a href="#${id}">${code(part)}</a>`;
    return part.startsWith('`') ? code(part.slice(1, -1)) : html`${part}`;
  });
  return html`${parts}`;
}
