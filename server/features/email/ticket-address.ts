/** RFC 5321, 4.5.3.1.1 */
const longestLocalPart = 64;

/**
 * `support+tag@` of `support@`; null where it can have no tag: it is too long with it, or has one already (servers cut at the first
 * plus, ours too).
 */
export function tagged(address: string, tag: string): string | null {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  if (at < 1 || local.includes('+') || local.length + 1 + tag.length > longestLocalPart) return null;
  return `${local}+${tag}${address.slice(at)}`;
}
