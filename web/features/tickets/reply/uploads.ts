import { useSyncExternalStore } from 'react';
import {
  addUpload,
  inlinePictures,
  removeUpload,
  sendingLimits,
  type Upload,
} from '../../../../shared/sending.ts';
import { call, sendFile } from '../../../api.ts';
import { readMail, writeMail } from './draft-store.ts';
import { filesOf, withoutPicture } from './mail-draft.ts';

/** A file on its way into a draft, or one that could not be taken. */
export interface Running {
  readonly id: number;
  readonly name: string;
  readonly bytes: number;
  /** How much of it has left, 0 to 1. */
  readonly part: number;
  readonly problem: unknown;
  readonly abandon: () => void;
}

const none: readonly Running[] = [];
const running = new Map<string, readonly Running[]>();
const listeners = new Set<() => void>();
let nextId = 1;

function set(key: string, change: (now: readonly Running[]) => readonly Running[]) {
  const next = change(running.get(key) ?? none);
  if (next.length === 0) running.delete(key);
  else running.set(key, next);
  for (const listener of listeners) listener();
}

const drop = (key: string, id: number) => set(key, (now) => now.filter((one) => one.id !== id));

/** The files on their way into a draft. */
export function useRunning(key: string): readonly Running[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => running.get(key) ?? none,
  );
}

export type FileProblem = 'upload_too_large' | 'attachments_too_large' | 'upload_empty';

/** Why a file can't go along, as far as can be told before it is sent. */
function problemOf(key: string, { size }: File): FileProblem | null {
  if (size === 0) return 'upload_empty';
  if (size > sendingLimits.uploadBytes) return 'upload_too_large';
  const taken = filesOf(readMail(key)).reduce((sum, file) => sum + file.size_bytes, 0);
  const coming = (running.get(key) ?? none).reduce(
    (sum, one) => sum + (one.problem === null ? one.bytes : 0),
    0,
  );
  return taken + coming + size > sendingLimits.mailBytes ? 'attachments_too_large' : null;
}

export const isInlinePicture = ({ type }: File) => inlinePictures.some((known) => known === type);

const thumbnailPixels = 64;
/** Thumbnails of what this page has sent itself, by upload. */
const pictures = new Map<string, string>();

/** A small copy as an address that holds it: the page may show no others. */
async function thumbnail(file: File): Promise<string> {
  const picture = await createImageBitmap(file, { resizeHeight: thumbnailPixels });
  const canvas = document.createElement('canvas');
  canvas.width = Math.min(picture.width, thumbnailPixels * 2);
  canvas.height = picture.height;
  canvas.getContext('2d')?.drawImage(picture, 0, 0);
  picture.close();
  return canvas.toDataURL();
}
export const pictureOf = (id: string) => pictures.get(id);

interface Attaching {
  key: string;
  file: File;
  isInline: boolean;
  /** After it has become part of the draft. */
  onDone?: (upload: Upload) => void;
}

/** Sends a file into a draft; the draft has it once the server has. */
export function attach({ key, file, isInline, onDone }: Attaching): void {
  const id = nextId++;
  const controller = new AbortController();
  const abandon = () => {
    controller.abort();
    drop(key, id);
  };
  const problem = problemOf(key, file);
  set(key, (now) => [...now, { id, name: file.name, bytes: file.size, part: 0, problem, abandon }]);
  if (problem !== null) return;
  const change = (part: Partial<Running>) =>
    set(key, (now) => now.map((one) => (one.id === id ? { ...one, ...part } : one)));
  sendFile(addUpload, {
    query: { name: file.name, is_inline: isInline ? 'true' : 'false' },
    file,
    signal: controller.signal,
    onProgress: (part) => change({ part }),
  })
    .then(async (upload) => {
      // What is no picture after all has no thumbnail.
      const shown = isInlinePicture(file) ? await thumbnail(file).catch(() => null) : null;
      if (shown !== null) pictures.set(upload.id, shown);
      const draft = readMail(key);
      writeMail(key, { ...draft, attachments: [...draft.attachments, upload] });
      drop(key, id);
      onDone?.(upload);
    })
    .catch((error: unknown) => {
      if (!controller.signal.aborted) change({ problem: error });
    });
}

/** Takes a file out of a draft. What the server can't throw away now it throws away by itself. */
export function detach(key: string, { id }: Upload): void {
  const draft = readMail(key);
  const attachments = draft.attachments.filter((file) => file.id !== id);
  writeMail(key, { ...draft, attachments, text: withoutPicture(draft.text, id) });
  pictures.delete(id);
  call(removeUpload, { params: { id } }).catch(() => undefined);
}
