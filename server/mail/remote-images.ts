import { withoutEntities } from './html-text.ts';

/** How sanitised HTML writes an image that lies elsewhere: attributes in double quotes, all angle brackets in them escaped. */
const remote = /(<img\b[^>]*) src="(https?:[^"]*)"/gi;

/** Whether sanitised HTML has images that only load when they are asked for. */
export function hasRemoteImages(html: string): boolean {
  return html.search(remote) >= 0;
}

/** The addresses of sanitised HTML's remote images, each once. */
export function remoteImages(html: string): string[] {
  return [...new Set(Array.from(html.matchAll(remote), ([, , escaped = '']) => withoutEntities(escaped)))];
}

/** Sanitised HTML without its remote addresses: each image says instead, in `data-remote`, which of `remoteImages` it is. */
export function holdRemoteImages(html: string): string {
  const places = new Map(remoteImages(html).map((address, place) => [address, place]));
  return html.replace(remote, (_, before: string, escaped: string) => {
    return `${before} data-remote="${places.get(withoutEntities(escaped))}"`;
  });
}
