/** id-signedData and id-data (RFC 5652, 5.1 and 4). */
const signedData = '2a864886f70d010702';
const plainData = '2a864886f70d010701';
const deepest = 20;

interface Node {
  readonly tag: number;
  /** Of a primitive value; empty for a constructed one. */
  readonly value: Buffer;
  readonly children: readonly Node[];
}

/** What was signed, when it is inside of its signature (RFC 8551, 3.5.2); null for anything else. Nothing is verified. */
export function signedContent(bytes: Buffer): Buffer | null {
  try {
    const [type, wrapped] = readNode(bytes, 0, 0).node.children;
    if (type?.value.toString('hex') !== signedData) return null;
    const content = wrapped?.children[0]?.children.find((one) => one.tag === 0x30);
    const [kind, inner] = content?.children ?? [];
    if (kind?.value.toString('hex') !== plainData || !inner) return null;
    return Buffer.concat(inner.children.flatMap(octets));
  } catch (error) {
    // Broken or cut: it stays a file.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** An octet string may come in pieces (X.690, 8.7.3). */
function octets(node: Node): Buffer[] {
  return node.children.length > 0 ? node.children.flatMap(octets) : [node.value];
}

/** A value of BER, with lengths that are given or not (X.690, 8.1). */
function readNode(bytes: Buffer, at: number, depth: number): { node: Node; next: number } {
  if (depth > deepest) throw new RangeError('nested too deep');
  const tag = bytes.readUInt8(at);
  const { length, begin } = readLength(bytes, at + 1);
  const isOpen = length === null;
  const end = isOpen ? bytes.length : begin + length;
  if (end > bytes.length) throw new RangeError('beyond the end');
  if ((tag & 0x20) === 0)
    return { node: { tag, value: bytes.subarray(begin, end), children: [] }, next: end };
  const children: Node[] = [];
  let place = begin;
  while (place < end) {
    if (isOpen && bytes.readUInt16BE(place) === 0)
      return { node: { tag, value: Buffer.alloc(0), children }, next: place + 2 };
    const { node, next } = readNode(bytes, place, depth + 1);
    children.push(node);
    place = next;
  }
  if (isOpen) throw new RangeError('without an end');
  return { node: { tag, value: Buffer.alloc(0), children }, next: end };
}

function readLength(bytes: Buffer, at: number): { length: number | null; begin: number } {
  const first = bytes.readUInt8(at);
  if (first < 0x80) return { length: first, begin: at + 1 };
  if (first === 0x80) return { length: null, begin: at + 1 };
  const count = first & 0x7f;
  if (count > 4) throw new RangeError('a length of too many bytes');
  return { length: bytes.readUIntBE(at + 1, count), begin: at + 1 + count };
}
