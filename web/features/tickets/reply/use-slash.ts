import { type KeyboardEvent, type RefObject, useState } from 'react';
import type { Template, TemplateValues } from '../../../../shared/templates.ts';
import { fillFields } from '../../../../shared/text-fields.ts';
import { insertText } from '../../../components/insert-text.ts';
import { type SlashQuery, slashQuery } from './slash.ts';
import { offeredTemplates } from './template-values.ts';

interface Given {
  box: RefObject<HTMLTextAreaElement | null>;
  templates: readonly Template[];
  departmentId: string | null;
  values: TemplateValues;
  isOffered: boolean;
}

/** Templates by a `/` at the beginning of a line: what is looked for, what is chosen, and what the keys do meanwhile. */
export function useSlash({ box, templates, departmentId, values, isOffered }: Given) {
  const [query, setQuery] = useState<SlashQuery | null>(null);
  const [chosen, setChosen] = useState(0);
  /** A slash that was waved away stays a slash until it is gone. */
  const [waved, setWaved] = useState<number | null>(null);
  const look = () => {
    const field = box.current;
    const found = field === null || !isOffered ? null : slashQuery(field.value, field.selectionStart);
    if (found === null) setWaved(null);
    if (found?.words !== query?.words) setChosen(0);
    setQuery(found);
  };
  const isOpen = query !== null && query.from !== waved && templates.length > 0;
  const offered = isOpen ? offeredTemplates(templates, departmentId, query.words) : [];
  const close = () => setQuery(null);
  const pick = (template: Template) => {
    if (box.current === null || query === null) return;
    close();
    insertText(box.current, fillFields(template.text, values), query.from, query.to);
  };
  /** Whether the key was the list's. */
  const onKey = (event: KeyboardEvent): boolean => {
    if (!isOpen || event.nativeEvent.isComposing) return false;
    const template = offered[chosen];
    const step = ({ ArrowDown: 1, ArrowUp: -1 } as const)[event.code];
    if (step !== undefined && offered.length > 0)
      setChosen((now) => (now + step + offered.length) % offered.length);
    else if (event.code === 'Escape') setWaved(query.from);
    else if ((event.code === 'Enter' || event.code === 'Tab') && !event.ctrlKey && !event.metaKey && template)
      pick(template);
    else return false;
    event.preventDefault();
    return true;
  };
  return { isOpen, offered, chosen, look, close, pick, onKey };
}
