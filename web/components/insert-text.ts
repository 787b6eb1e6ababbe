/**
 * Puts a text where the caret stands (or in place of what is marked), as if it had been typed: the field's own undo takes it
 * back. Where a browser has no command for that, the field is changed and told so.
 */
export function insertText(field: HTMLTextAreaElement, text: string, from?: number, to?: number): void {
  field.focus();
  if (from !== undefined) field.setSelectionRange(from, to ?? from);
  const command = text === '' ? 'delete' : 'insertText';
  if (field.selectionStart === field.selectionEnd && text === '') return;
  // Outdated by its description, and still the only way by which undo knows of it.
  if (document.execCommand(command, false, text)) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
