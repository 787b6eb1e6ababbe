/** What a reader of sanitised HTML would read, line by line: quotes marked as mail marks them, hidden things left out. */
export function textOfHtml(sanitised: string): string {
  const reader = new Reader();
  for (const [, slash, tag = '', attributes = '', text] of sanitised.matchAll(
    /<(\/?)([a-z\d]+)([^>]*)>|([^<]+)/g,
  )) {
    if (text !== undefined) reader.say(withoutEntities(text));
    else if (slash === '/') reader.leave(tag);
    else reader.enter(tag, attributes);
  }
  return reader.text();
}

/** The four entities that sanitised HTML has. */
export function withoutEntities(html: string): string {
  return html
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}

const blocks = new Set(
  (
    'address article aside blockquote caption center dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main ' +
    'nav ol p pre section summary table tbody tfoot thead tr ul'
  ).split(' '),
);
/** Stand apart by an empty line. */
const spaced = new Set('h1 h2 h3 h4 h5 h6 ul ol dl pre table blockquote'.split(' '));
const single = new Set(['br', 'hr', 'img', 'col', 'wbr']);
const mostMarks = 5;
const rule = '_'.repeat(10);

class Reader {
  readonly #lines: string[] = [];
  #line = '';
  #quotes = 0;
  #preformatted = 0;
  /** Open elements since the hidden one, itself included; 0 outside. */
  #hidden = 0;
  readonly #tightParagraphs: boolean[] = [];

  text(): string {
    this.#end();
    return this.#lines
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim();
  }

  say(text: string): void {
    if (this.#hidden > 0) return;
    if (this.#preformatted > 0) {
      const [first = '', ...others] = text.split('\n');
      this.#line += first;
      for (const other of others) {
        this.#end(true);
        this.#line = other;
      }
    } else {
      const plain = text.replace(/[\s\u00a0]+/g, ' ');
      this.#line += this.#line === '' || this.#line.endsWith(' ') ? plain.trimStart() : plain;
    }
  }

  enter(tag: string, attributes: string): void {
    const style = / style="([^"]*)"/.exec(attributes)?.[1] ?? '';
    const isHidden = this.#hidden > 0 || /(^|;)display:\s*none/i.test(style);
    if (!isHidden) this.#open(tag, style);
    else if (!single.has(tag)) this.#hidden += 1;
  }

  #open(tag: string, style: string): void {
    if (tag === 'br') this.#end(true);
    if (tag === 'td' || tag === 'th') this.say(' ');
    if (!blocks.has(tag)) return;
    const isTight = tag === 'p' && /(^|;)margin:\s*0/i.test(style);
    if (tag === 'p') this.#tightParagraphs.push(isTight);
    this.#stand(tag, isTight);
    if (tag === 'blockquote') this.#quotes += 1;
    if (tag === 'pre') this.#preformatted += 1;
    if (tag === 'li') this.#line = '• ';
    if (tag === 'hr') this.#lines.push(`${this.#marks()}${rule}`);
  }

  leave(tag: string): void {
    if (this.#hidden > 0) {
      this.#hidden -= 1;
      return;
    }
    if (!blocks.has(tag)) return;
    this.#end();
    if (tag === 'blockquote') {
      if (/^[> ]+$/.test(this.#lines.at(-1) ?? '')) this.#lines.pop();
      this.#quotes = Math.max(0, this.#quotes - 1);
    }
    if (tag === 'pre') this.#preformatted = Math.max(0, this.#preformatted - 1);
    this.#stand(tag, tag === 'p' && (this.#tightParagraphs.pop() ?? false));
  }

  #stand(tag: string, isTight: boolean): void {
    this.#end();
    if (spaced.has(tag) || (tag === 'p' && !isTight)) this.#blank();
  }

  /** Ends the line; an empty one counts where the mail says so. */
  #end(isAsked = false): void {
    const line = this.#line.trimEnd();
    this.#line = '';
    if (line !== '' && line !== '•') this.#lines.push(`${this.#marks()}${line}`);
    else if (isAsked) this.#blank();
  }

  #blank(): void {
    const last = this.#lines.at(-1);
    if (last !== undefined && last !== '') this.#lines.push(this.#marks().trimEnd());
  }

  #marks(): string {
    return '> '.repeat(Math.min(this.#quotes, mostMarks));
  }
}
