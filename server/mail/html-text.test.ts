import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textOfHtml } from './html-text.ts';
import { visibleCharacters } from './quote.ts';
import { sanitiseHtml } from './sanitise.ts';

const read = (html: string) => textOfHtml(sanitiseHtml(html));

test('paragraphs stand apart, lines of Outlook do not', () => {
  assert.equal(read('<p>א</p><p>ב<br>ג</p>'), 'א\n\nב\nג');
  assert.equal(read('<p class=MsoNormal>א</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>ב</p>'), 'א\nב');
  assert.equal(read('<div>א</div><div><br></div><div>ב</div>'), 'א\n\nב');
});

test('lists, cells, rules, spaces and what is written as it stands', () => {
  assert.equal(read('<ul><li>one<li>two</ul>'), '• one\n• two');
  assert.equal(read('<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>'), 'a b\nc');
  assert.equal(read('a<hr>b'), 'a\n__________\nb');
  assert.equal(read('  a \n\t b&nbsp;&nbsp;c '), 'a b c');
  assert.equal(read('<pre>a\n  b</pre>'), 'a\n  b');
  assert.equal(read('1 &lt; 2 &amp;&amp; &quot;x&quot;'), '1 < 2 && "x"');
});

test('hidden words are left out, with all that is in them', () => {
  assert.equal(read('<div style="display:none">a<p>b<br><img src="cid:x"></p></div>c'), 'c');
});

test('quotes are marked as mail marks them, so that they fold', () => {
  const gmail =
    '<div>תודה</div><div>בתאריך יום ד׳, 23 בספט׳ 2026 מאת <a href="mailto:s@example.org">s@example.org</a>:<br></div>';
  const text = read(`${gmail}<blockquote>שורה<br>שנייה<blockquote>ישן</blockquote></blockquote>`);
  assert.match(text, /:\n\n> שורה\n> שנייה\n>\n> > ישן$/);
  assert.equal(text.slice(0, visibleCharacters(text)), 'תודה');
});
