import { useTranslation } from 'react-i18next';
import { templateFields } from '../../shared/templates.ts';
import { fillFields } from '../../shared/text-fields.ts';

/** The key under which a field's name is translated. */
export const fieldKey = (name: string) => name.replaceAll('.', '_');

/** A text whose fields are called by their names rather than by what a program calls them. */
export function useFieldNames(): (text: string) => string {
  const { t } = useTranslation('templates');
  const names = Object.fromEntries(
    templateFields.map((name) => [name, `\u2068[${t(`names.${fieldKey(name)}`)}]\u2069`]),
  );
  return (text) => fillFields(text, names);
}
