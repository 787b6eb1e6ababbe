/** `SIP/101-0000a1` is 101. */
export function peerOf(channel: string): string | null {
  return /^[^/]+\/([^@]+?)(?:@[^/]*)?(?:-[0-9a-f]+)?(?:;\d)?$/i.exec(channel)?.[1] ?? null;
}

/** Who calls from an extension is one of us; everybody else calls us. */
export const isExtension = (from: string, channel: string) =>
  /^\d{2,5}$/.test(from) || (from !== '' && peerOf(channel) === from);
