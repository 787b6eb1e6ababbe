/** Elements inside one another; browsers stop at 512, and parsers get slow long before. */
const deepest = 150;
/** Start and end tags; a long exchange or a pasted table has tens of thousands. */
const mostTags = 100_000;

const empty = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
/** What HTML ends without being told does not nest, however often its end is left out. */
const endedByNext = new Set('p li dt dd option optgroup tr td th thead tbody tfoot rt rp'.split(' '));

/** HTML without the tags that nest too deep, cut where it has too many. One look along it; safety is the cleaner's matter. */
export function withinLimits(html: string): string {
  const kept: string[] = [];
  const levels = new Levels();
  let from = 0;
  let tags = 0;
  for (const { at, isEnd, isNesting } of tagsOf(html)) {
    tags += 1;
    if (tags > mostTags) return kept.join('') + html.slice(from, at);
    if (!isNesting || at < from || !levels.isTooDeep(isEnd)) continue;
    const end = html.indexOf('>', at);
    kept.push(html.slice(from, at));
    from = end < 0 ? html.length : end + 1;
  }
  return kept.length === 0 ? html : kept.join('') + html.slice(from);
}

/** Counts the open elements; the end tag of one that was left out is left out too. */
class Levels {
  #open = 0;
  #left = 0;

  isTooDeep(isEnd: boolean): boolean {
    const isOut = isEnd ? this.#left > 0 : this.#open >= deepest;
    if (isOut) this.#left += isEnd ? -1 : 1;
    else this.#open = Math.max(0, this.#open + (isEnd ? -1 : 1));
    return isOut;
  }
}

function* tagsOf(html: string): Generator<{ at: number; isEnd: boolean; isNesting: boolean }> {
  const tag = /<(\/?)([a-z][a-z\d:-]{0,40})/giy;
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) {
    if (html.startsWith('<!--', at)) {
      at = html.indexOf('-->', at + 4);
      if (at < 0) return;
      continue;
    }
    tag.lastIndex = at;
    const [, slash, given = ''] = tag.exec(html) ?? [];
    const name = given.toLowerCase();
    if (name !== '')
      yield { at, isEnd: slash === '/', isNesting: !empty.has(name) && !endedByNext.has(name) };
  }
}
