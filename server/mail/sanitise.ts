import sanitizeHtml from 'sanitize-html';
import { foldQuote, quoteMarkOf } from './frame-quote.ts';
import { withoutEntities } from './html-text.ts';
import { withinLimits } from './sanitise-limits.ts';
import { safeStyle } from './sanitise-styles.ts';
import { escapeHtml } from './sanitise-text.ts';

const tags =
  'a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn div dl dt em ' +
  'figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q rp rt ruby s samp section ' +
  'small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr';

const everywhere = 'dir lang title style align valign width height bgcolor data-quote'.split(' ');

type Attributes = sanitizeHtml.Attributes;

const options: sanitizeHtml.IOptions = {
  allowedTags: tags.split(' '),
  allowedAttributes: {
    '*': everywhere,
    a: ['href', 'target', 'rel'],
    img: ['src', 'alt', 'border'],
    table: ['border', 'cellpadding', 'cellspacing'],
    td: ['colspan', 'rowspan', 'nowrap'],
    th: ['colspan', 'rowspan', 'nowrap', 'scope'],
    col: ['span'],
    colgroup: ['span'],
    font: ['color', 'face', 'size'],
    ol: ['start', 'type', 'reversed'],
    ul: ['type'],
    li: ['value'],
  },
  allowedSchemes: [],
  allowedSchemesByTag: { a: ['http', 'https', 'mailto', 'tel'], img: ['http', 'https', 'cid', 'data'] },
  allowProtocolRelative: false,
  nonTextTags: [
    'script',
    'style',
    'textarea',
    'option',
    'select',
    'noscript',
    'title',
    'xmp',
    'noembed',
    'noframes',
    'template',
  ],
  parseStyleAttributes: false,
  nestingLimit: 200,
  enforceHtmlBoundary: false,
  transformTags: {
    '*': (tagName, attributes) => ({ tagName, attribs: withSafeStyle(withQuoteMark(tagName, attributes)) }),
    // What body says about direction and colour counts for the whole.
    body: (_tag, attributes) => ({ tagName: 'div', attribs: withSafeStyle(attributes) }),
    html: (_tag, attributes) => ({ tagName: 'div', attribs: pick(attributes, ['dir', 'lang']) }),
    p: (tagName, attributes) => ({ tagName, attribs: withSafeStyle(asOutlookMeans(attributes)) }),
    a: (tagName, attributes) => ({
      tagName,
      attribs: { ...withWholeLink(withSafeStyle(attributes)), target: '_blank', rel: 'noopener noreferrer' },
    }),
    img: (tagName, attributes) => ({ tagName, attribs: withSafeImage(withSafeStyle(attributes)) }),
  },
};

/**
 * The HTML of a mail with nothing left that runs, loads, submits or covers: an allow-list of elements, attributes, link schemes
 * and style properties. Images keep `cid:` (see linkImages) and remote addresses (see remote-images.ts).
 */
export function sanitiseHtml(html: string): string {
  return sanitizeHtml(withinLimits(html), options);
}

/**
 * Sanitised HTML, or what was cut out of it, as another mail quotes it: whole again, without marks of ours, and without pictures:
 * those that lie elsewhere would tell their senders of every reader, and whoever is answered has the others.
 */
export function quotedHtml(html: string): string {
  return sanitizeHtml(html, quoted).replace(/ data-quote="[^"]*"/g, '');
}

const quoted: sanitizeHtml.IOptions = {
  ...options,
  transformTags: {
    ...options.transformTags,
    img: (_tag, { alt = '' }) => ({
      tagName: 'span',
      attribs: {},
      text: alt.trim() === '' ? '' : `[${alt.trim()}]`,
    }),
  },
};

function withSafeStyle(attributes: Attributes): Attributes {
  const { style, ...rest } = attributes;
  const kept = style === undefined ? '' : safeStyle(style);
  return kept === '' ? rest : { ...rest, style: kept };
}

function withQuoteMark(tagName: string, attributes: Attributes): Attributes {
  const { 'data-quote': _, ...rest } = attributes;
  const mark = quoteMarkOf(tagName, attributes);
  return mark === null ? rest : { ...rest, 'data-quote': mark };
}

/** Outlook says in its style sheet, which is left out, that its paragraphs are lines. */
function asOutlookMeans(attributes: Attributes): Attributes {
  const { class: names = '', style = '' } = attributes;
  return /\bMso(Normal|ListParagraph|PlainText|NoSpacing)/.test(names)
    ? { ...attributes, style: `margin:0;${style}` }
    : attributes;
}

/** In a mail a relative link leads nowhere; in our frame it would lead into the console. */
function withWholeLink(attributes: Attributes): Attributes {
  const { href = '', ...rest } = attributes;
  return /^\s*(https?|mailto|tel):/i.test(href) ? attributes : rest;
}

function pick(attributes: Attributes, names: readonly string[]): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => names.includes(name)));
}

/**
 * What an image of a mail may be: remote, a part of the mail, or dots in a data: address. A relative one leads nowhere in a mail; in
 * our frame it would be a question of the mail's choice to Pniya, with the reader's session.
 */
const imageAddress = /^(https?:|cid:|data:image\/(png|jpe?g|gif|webp|bmp);base64,)/i;

function withSafeImage(attributes: Attributes): Attributes {
  const { src, ...rest } = attributes;
  const address = src?.trim() ?? '';
  return imageAddress.test(address) ? { ...rest, src: address } : rest;
}

/**
 * Replaces the `cid:` addresses of sanitised HTML's images (RFC 2392) by what `addressOf` answers for the Content-ID, without
 * its angle brackets; null leaves the image out.
 */
export function linkImages(html: string, addressOf: (contentId: string) => string | null): string {
  return html.replace(/ src="cid:([^"]*)"/gi, (_, escaped: string) => {
    const address = addressOf(unescaped(escaped).trim().replace(/^<|>$/g, ''));
    return address === null ? '' : ` src="${escapeHtml(address)}"`;
  });
}

function unescaped(attribute: string): string {
  const plain = withoutEntities(attribute);
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}

// Mail is written for a white page; a mail that states no direction has each paragraph read in its own.
const style = `:root{color-scheme:light}
html{background:#fff}
body{margin:0;padding:8px;color:#1f2328;font:14px/1.5 system-ui,"Segoe UI",Arial,sans-serif;overflow-wrap:anywhere}
img{max-width:100%;height:auto}
img:not([src],[data-remote]){display:none}
img[data-remote]:not([src]){border:1px dashed #d0d7de;color:#59636e}
.missing{display:inline-block;max-width:100%;padding:2px 8px;border:1px dashed #d0d7de;border-radius:6px;color:#59636e;font-size:12px}
pre{white-space:pre-wrap}
.quoted>summary{display:inline-block;margin-block:4px;padding-inline:8px;border:1px solid #d0d7de;border-radius:8px;color:#59636e;line-height:1.3;cursor:pointer;list-style:none}
.quoted>summary:focus-visible{outline:2px solid #0969da}
table{max-width:100%}
blockquote{margin-inline:0;padding-inline-start:10px;border-inline-start:2px solid #d0d7de;color:#59636e}
body:not(:has([dir])) :where(p,div,li,td,th,h1,h2,h3,h4,h5,h6,blockquote){unicode-bidi:plaintext}`;

/**
 * The whole document for the frame that shows sanitised HTML, under `framePolicy`, its quote folded where `isQuoteFolded` says so.
 * `dir` counts where the mail states none.
 */
export function frameOf(
  html: string,
  { dir = 'auto', isQuoteFolded = false }: { dir?: 'rtl' | 'ltr' | 'auto'; isQuoteFolded?: boolean } = {},
): string {
  const shown = isQuoteFolded ? foldQuote(html) : html;
  return (
    `<!doctype html>\n<html dir="${dir}">\n<head><meta charset="utf-8"><meta name="referrer" content="no-referrer">` +
    `<meta name="viewport" content="width=device-width"><style>${style}</style></head>\n<body>${shown}</body>\n</html>\n`
  );
}

/**
 * The Content-Security-Policy that the frame must be served under: nothing runs, and nothing loads but from Pniya itself, where
 * remote images are fetched for the reader.
 */
export const framePolicy = [
  "default-src 'none'",
  "img-src 'self' data:",
  "style-src 'unsafe-inline'",
  'sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox',
  "frame-ancestors 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
