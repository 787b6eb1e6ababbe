import { type ClipboardEvent, type DragEvent, type RefObject, useState } from 'react';
import type { Upload } from '../../../../shared/sending.ts';
import { insertText } from '../../../components/insert-text.ts';
import { readMail, writeMail } from './draft-store.ts';
import { attach, isInlinePicture } from './uploads.ts';

const markOf = ({ id, name }: Upload) =>
  `![${name.replace(/\.\w+$/, '').replace(/[\][\n]/g, ' ')}](cid:${id})`;

/** On a line of its own. */
function insertMark(box: HTMLTextAreaElement, mark: string) {
  const { value, selectionStart, selectionEnd } = box;
  const before = selectionStart === 0 || value[selectionStart - 1] === '\n' ? '' : '\n';
  insertText(box, `${before}${mark}${value[selectionEnd] === '\n' ? '' : '\n'}`);
}

/** Where the caret stands if the box still shows the draft, else at the end of it. */
function putPicture(box: HTMLTextAreaElement | null, key: string, upload: Upload) {
  if (box?.dataset.draft === key) {
    insertMark(box, markOf(upload));
    return;
  }
  const draft = readMail(key);
  writeMail(key, { ...draft, text: `${draft.text}\n${markOf(upload)}`.trimStart() });
}

/** A picture of the screen has no name of its own worth showing. */
const named = (file: File, name: string) =>
  /^image\.\w+$/.test(file.name) ? new File([file], `${name}.${file.name.split('.').at(-1)}`, file) : file;

/** Files that are chosen, dropped or pasted; a pasted picture stands in the text where the caret is. */
export function useFiles(key: string, box: RefObject<HTMLTextAreaElement | null>, pictureName: string) {
  const [isOver, setOver] = useState(false);
  const add = (files: Iterable<File>) => {
    for (const file of files) attach({ key, file, isInline: false });
  };
  const paste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    // A word processor offers what was copied as a picture too: the words are meant.
    if (files.length === 0 || event.clipboardData.getData('text/plain') !== '') return;
    event.preventDefault();
    for (const file of files) {
      const isInline = isInlinePicture(file);
      const onDone = (upload: Upload) => putPicture(box.current, key, upload);
      attach({ key, file: named(file, pictureName), isInline, ...(isInline ? { onDone } : {}) });
    }
  };
  const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  const zone = {
    onDragOver: (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: (event: DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
    },
    onDrop: (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      add(event.dataTransfer.files);
    },
  };
  return { add, paste, zone, isOver };
}
