import { fold, withoutPrefixes } from '../../../shared/hebrew.ts';
import type { TextPart } from '../../../shared/search.ts';
import { leastBeginning, type Wanted } from './words.ts';

type Marked = Pick<Wanted, 'marked' | 'markedTails'>;

/** A word as people write it, quotation marks and points within it included. */
const written =
  /[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}"'`\u05F3\u05F4\u2018\u2019\u201C\u201D\u00AD\u200B-\u200F]*[\p{L}\p{M}\p{N}])?/gu;
const digitRuns = /\+?\d(?:[\s().\-\u2010-\u2015]{0,3}\d){3,17}/g;
/** Characters round the first hit. */
const before = 60;
const longest = 180;

interface Span {
  readonly from: number;
  readonly to: number;
  /** Which of the wanted words it is. */
  readonly of: string;
}

/** The whole of a short text, its hits told apart. Parts, never markup: whoever shows them can't be tricked. */
export function partsOf(text: string, wanted: Marked): TextPart[] {
  return cut(text, spansIn(text, wanted), 0, text.length);
}

/** The piece of a text round its first hits; null without any. `found`: how many different words of those wanted it has. */
export function snippetOf(text: string, wanted: Marked): { parts: TextPart[]; found: number } | null {
  const spans = spansIn(text, wanted);
  const [first] = spans;
  if (!first) return null;
  const from = wordStart(text, Math.max(0, first.from - before));
  const to = wordEnd(text, Math.min(text.length, from + longest), first.to);
  const parts = cut(text, spans, from, to);
  if (from > 0) parts.unshift({ text: '…', is_hit: false });
  if (to < text.length) parts.push({ text: '…', is_hit: false });
  return { parts, found: new Set(spans.map((span) => span.of)).size };
}

function spansIn(text: string, { marked, markedTails }: Marked): Span[] {
  const spans: Span[] = [];
  for (const { 0: word, index } of text.matchAll(written)) {
    const of = markedBy(word, marked);
    if (of !== undefined) spans.push({ from: index, to: index + word.length, of });
  }
  if (markedTails.length === 0) return spans;
  for (const { 0: run, index } of text.matchAll(digitRuns)) {
    const tail = [...run.replace(/\D/g, '')].reverse().join('');
    const of = markedTails.find((one) => tail.startsWith(one));
    if (of !== undefined && !spans.some(({ from, to }) => from < index + run.length && index < to))
      spans.push({ from: index, to: index + run.length, of });
  }
  return spans.toSorted((one, other) => one.from - other.from);
}

function markedBy(word: string, marked: readonly string[]): string | undefined {
  const folded = fold(word);
  const root = withoutPrefixes(folded);
  return marked.find((one) =>
    one.length < leastBeginning ? folded === one : folded.startsWith(one) || root.startsWith(one),
  );
}

function cut(text: string, spans: readonly Span[], from: number, to: number): TextPart[] {
  const parts: TextPart[] = [];
  let at = from;
  const push = (end: number, is_hit: boolean) => {
    // Lines and indents are of no use in one line.
    if (end > at) parts.push({ text: text.slice(at, end).replace(/\s+/g, ' '), is_hit });
    at = end;
  };
  for (const span of spans) {
    if (span.from < at || span.to > to) continue;
    push(span.from, false);
    push(span.to, true);
  }
  push(to, false);
  return parts;
}

function wordStart(text: string, at: number): number {
  if (at === 0) return 0;
  const space = text.slice(at, at + 20).search(/\s/);
  return space < 0 ? at : at + space + 1;
}

function wordEnd(text: string, at: number, least: number): number {
  if (at >= text.length) return text.length;
  const space = text.lastIndexOf(' ', at);
  return space > least ? space : Math.max(at, least);
}
