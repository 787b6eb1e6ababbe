import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hasRemoteImages, holdRemoteImages, remoteImages } from './remote-images.ts';
import { frameOf, framePolicy, linkImages, sanitiseHtml } from './sanitise.ts';
import { safeStyle } from './sanitise-styles.ts';

const attacks = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=https://evil.example/x.js></SCRIPT>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<img src=x onerror=alert(1)>',
  '<img src="x" OnErRoR="alert(1)">',
  '<img/src/onerror=alert(1)>',
  '<img src="javascript:alert(1)">',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="jAvAsCrIpT:alert(1)">x</a>',
  '<a href="java\tscript:alert(1)">x</a>',
  '<a href="&#106;avascript:alert(1)">x</a>',
  '<a href="&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)">x</a>',
  '<a href=" \u0001javascript:alert(1)">x</a>',
  '<a href="vbscript:msgbox(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<svg onload=alert(1)></svg>',
  '<svg><script>alert(1)</script></svg>',
  '<svg><animate attributeName=href values=javascript:alert(1) /><a id=x></a></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="javascript:alert(1)"></object><embed src="javascript:alert(1)">',
  '<form action="https://evil.example"><input name=password><button formaction="javascript:alert(1)">x</button></form>',
  '<base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
  '<link rel="stylesheet" href="https://evil.example/x.css">',
  '<style>@import url(https://evil.example/x.css); body{background:url(javascript:alert(1))}</style>',
  '<div style="background:url(javascript:alert(1))">x</div>',
  '<div style="background-image:url(https://evil.example/track.gif)">x</div>',
  '<div style="width:expression(alert(1))">x</div>',
  '<div style="behavior:url(x.htc);-moz-binding:url(x.xml#y)">x</div>',
  '<div style="position:fixed;inset:0;z-index:9999">x</div>',
  '<div style="po\\73ition:fixed">x</div>',
  '<div style="color:red;/* */position:absolute">x</div>',
  '<table background="https://evil.example/x.gif"><tr><td background="javascript:alert(1)">x</td></tr></table>',
  '<body onload=alert(1) background="https://evil.example/x.gif">x</body>',
  '<video src=x onerror=alert(1)><source src=x onerror=alert(1)></video><audio autoplay src="https://evil.example/a"></audio>',
  '<details open ontoggle=alert(1)>x</details>',
  '<input autofocus onfocus=alert(1)><select autofocus onfocus=alert(1)></select><textarea autofocus onfocus=alert(1)></textarea>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  '<template><img src=x onerror=alert(1)></template>',
  '<!--[if gte IE 4]><script>alert(1)</script><![endif]-->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<p title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">x</p>',
  '<a href="https://x.example" target="_self" onclick="alert(1)">x</a>',
  '<img srcset="https://evil.example/x.png 2x" src="//evil.example/x.png">',
  '<img src="data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+">',
  '<p id="location" name="cookie" class="x">x</p>',
  '<xmp><img src=x onerror=alert(1)></xmp><plaintext><script>alert(1)</script>',
];

/** Elements, attributes and addresses that must not be there; what is only text in the document is harmless. */
const dangerous =
  /<(script|style|iframe|object|embed|form|input|button|select|textarea|base|meta|link|svg|math|video|audio|source|template|noscript|xmp|plaintext|body|html)\b|<[^>]*\s(on\w+|srcset|srcdoc|background|action|formaction|id|name|class)=|<[^>]*(javascript|vbscript|expression|text\/html|svg\+xml|@import|position|url\()[^>]*>|="\/\//i;

describe('attacks', () => {
  for (const html of attacks) {
    test(html.slice(0, 70), () => {
      const clean = sanitiseHtml(html);
      const tags = (clean.match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/ title="[^"]*"/g, '')).join('');
      assert.doesNotMatch(tags, dangerous);
      assert.equal(sanitiseHtml(clean), clean, 'cleaning twice changes nothing');
    });
  }
  test('10,000 nested elements are no feast', () => {
    assert.ok(sanitiseHtml(`${'<div>'.repeat(10_000)}x`).length < 5000);
  });
});

describe('what mail looks like stays', () => {
  test('tables, colours, fonts and direction', () => {
    const html =
      '<table border="0" cellpadding="4"><tr><td colspan="2" style="color:#333;font:bold 12px/1.5 Arial;text-align:right">x</td></tr></table>';
    assert.equal(sanitiseHtml(html), html);
    assert.equal(
      sanitiseHtml('<div dir="rtl" style="direction:rtl">שלום</div>'),
      '<div dir="rtl" style="direction:rtl">שלום</div>',
    );
  });
  test('the direction that html and body state', () => {
    const clean = sanitiseHtml(
      '<html dir="rtl"><head><title>t</title></head><body dir="rtl" bgcolor="#fff">x</body></html>',
    );
    assert.equal(clean, '<div dir="rtl"><div dir="rtl" bgcolor="#fff">x</div></div>');
  });
  test('links open elsewhere and tell nobody where they were', () => {
    const link = '<a href="https://x.example/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">x</a>';
    assert.equal(sanitiseHtml('<a href="https://x.example/?a=1&amp;b=2">x</a>'), link);
    assert.match(
      sanitiseHtml('<a href="mailto:a@x.example">x</a><a href="tel:+972501234567">y</a>'),
      /mailto:.*tel:/,
    );
    for (const href of ['/api/session', 'tickets/1', '#top', '//x.example', 'javascript:x()'])
      assert.doesNotMatch(sanitiseHtml(`<a href="${href}">x</a>`), /href/);
  });
  test('harmless declarations beside harmful ones', () => {
    assert.equal(
      safeStyle('Color: red; position: fixed; background: url(x) ; margin: 0 auto'),
      'color:red;margin:0 auto',
    );
    assert.equal(
      safeStyle('color: rgb(1, 2, 3); width: calc(1px + 1px); color: \\72 ed'),
      'color:rgb(1, 2, 3)',
    );
  });
});

describe('images', () => {
  test('remote ones are known, each once, and none of their addresses is left', () => {
    const clean = sanitiseHtml(
      '<img src="http://x.example/a.png?b=1&c=2" width="5"><img alt="x" src=" https://y.example/ ">' +
        '<p>src="https://text.example/"</p><img title=\'" src="https://z.example/\' src="HTTP://x.example/a.png?b=1&amp;c=2">',
    );
    assert.deepEqual(
      [hasRemoteImages(clean), hasRemoteImages('<img src="/api/attachments/1" />')],
      [true, false],
    );
    const [first, second, ...others] = remoteImages(clean);
    assert.deepEqual([first, second], ['http://x.example/a.png?b=1&c=2', 'https://y.example/']);
    assert.ok(others.length <= 1);
    const held = holdRemoteImages(clean);
    assert.match(held, /^<img width="5" data-remote="0" \/><img alt="x" data-remote="1" \/><p>src=/);
    assert.doesNotMatch(held.replace(/ title="[^"]*"/, ''), /<img[^>]* src=/);
  });
  test('a mail can not say itself which image stands for which', () => {
    assert.equal(sanitiseHtml('<img data-remote="7" alt="x">'), '<img alt="x" />');
  });
  test('embedded ones are pointed at their attachment', () => {
    const clean = sanitiseHtml('<img src="cid:p%201&amp;2@x"><img src="CID:none">');
    const linked = linkImages(clean, (id) => (id === 'p 1&2@x' ? '/api/attachments/7?inline=1&x' : null));
    assert.equal(linked, '<img src="/api/attachments/7?inline=1&amp;x" /><img />');
  });
  test('an address of our own is no image of a mail', () => {
    for (const src of [
      'image?place=0',
      '/api/me',
      './x',
      '../api/me',
      '?place=0',
      '//evil.example/x',
      '\t/api/me',
      'blob:x',
    ])
      assert.equal(sanitiseHtml(`<img src="${src}">`), '<img />', src);
  });
  test('pictures of dots may travel in the address', () => {
    const dot = '<img src="data:image/png;base64,iVBORw0KGgo=" />';
    assert.equal(sanitiseHtml(dot), dot);
  });
});

describe('the frame', () => {
  test('is a whole document, right to left when asked', () => {
    const html = frameOf('<p>x</p>', { dir: 'rtl' });
    assert.match(html, /^<!doctype html>\n<html dir="rtl">/);
    assert.match(html, /<body><p>x<\/p><\/body>/);
    assert.doesNotMatch(html, /<script|https?:/);
  });
  test('loads nothing but from where it comes itself', () => {
    for (const part of [
      "default-src 'none'",
      "img-src 'self' data:;",
      "form-action 'none'",
      "base-uri 'none'",
      "frame-ancestors 'self'",
      'sandbox ',
    ]) {
      assert.ok(framePolicy.includes(part), part);
    }
    assert.doesNotMatch(framePolicy, /https?:|allow-scripts|unsafe-eval/);
  });
});
