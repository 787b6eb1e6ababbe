import type { JsonSchema, Operation } from '../../../shared/openapi.ts';
import { hebrewCalls, hebrewFields } from './hebrew-calls.ts';
import { code, type Html, html, marked } from './html.ts';
import { type Language, words } from './words.ts';

/** What a page needs to render any of its sections. */
export interface Page {
  readonly language: Language;
  readonly base: string;
  /** Section ids by the calls' names ("GET /v2/users"). */
  readonly sections: ReadonlyMap<string, string>;
}

export interface Attribute {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly isRequired: boolean;
  readonly note: string;
  readonly place: 'path' | 'query' | 'header' | 'body';
}

/** What an id is stands among the rules of all calls. */
const telling = (description = ''): string => (description.startsWith('Decimal form of') ? '' : description);

/** Everything a caller gives: in the path, the query and the body. */
export function attributesOf(operation: Operation, language: Language): Attribute[] {
  const note = (name: string, english: string | undefined) =>
    language === 'en'
      ? telling(english)
      : (hebrewCalls[operation.operationId]?.fields?.[name] ?? hebrewFields[name] ?? english ?? '');
  const parameters = (operation.parameters ?? []).map(
    ({ name, schema, required, description, in: place }) => ({
      name,
      schema,
      isRequired: required,
      note: note(name, description),
      place,
    }),
  );
  const [body] = Object.values(operation.requestBody?.content ?? {});
  const properties = Object.entries(body?.schema.properties ?? {}).map(([name, schema]) => ({
    name,
    schema,
    isRequired: body?.schema.required?.includes(name) ?? false,
    note: note(name, schema.description),
    place: 'body' as const,
  }));
  // Headers last: they are for those who know what they want.
  const headers = parameters.filter(({ place }) => place === 'header');
  return [...parameters.filter(({ place }) => place !== 'header'), ...properties, ...headers];
}

/** The mark of the published page, drawn: not every font has it. */
const tick = (name: string): Html =>
  html`<svg role="img" aria-label="${name}" viewBox="0 0 16 16" width="16" height="16"><path d="M3 8.5 6.5 12 13 4.5" fill="none" stroke="currentColor" stroke-width="2"/></svg>`;

/** The table of the published page: required, key, value, note. */
export function attributeTable(page: Page, attributes: readonly Attribute[]): Html {
  const said = words[page.language];
  const rows = attributes.map(
    ({ name, schema, isRequired, note, place }) => html`<tr>
      <td class="mark">${isRequired ? html`${tick(said.yes)}` : ''}</td>
      <th scope="row">${code(name)}${place === 'body' ? '' : html` <small>${said.places[place]}</small>`}</th>
      <td class="type">${code(mainType(schema))}</td>
      <td>${marked([note, ...limitsOf(page, schema, note)].filter(Boolean).join(' · '), page.sections)}</td>
    </tr>`,
  );
  return html`<div class="scroll" role="group" tabindex="0" aria-label="${said.attributes}"><table>
    <thead><tr><th scope="col">${said.required}</th><th scope="col">${said.key}</th><th scope="col">${said.type}</th><th scope="col">${said.note}</th></tr></thead>
    <tbody>${rows}</tbody></table></div>`;
}

/** The fields of an answer, nested ones by their path. */
export function answerTable(page: Page, schema: JsonSchema): Html {
  const said = words[page.language];
  const rows = fieldsOf(schema, '').map(
    ([
      path,
      field,
    ]) => html`<tr><th scope="row">${code(path)}</th><td class="type">${typeShown(page, field)}</td>
      <td>${marked([page.language === 'en' ? telling(field.description) : '', ...limitsOf(page, field, '')].filter(Boolean).join(' · '), page.sections)}</td></tr>`,
  );
  return html`<div class="scroll" role="group" tabindex="0" aria-label="${said.answerFields}"><table>
    <thead><tr><th scope="col">${said.key}</th><th scope="col">${said.type}</th><th scope="col">${said.note}</th></tr></thead>
    <tbody>${rows}</tbody></table></div>`;
}

function fieldsOf({ properties = {} }: JsonSchema, before: string): [string, JsonSchema][] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const path = before + name;
    const inner = field.items ? fieldsOf(field.items, `${path}[].`) : fieldsOf(field, `${path}.`);
    return [[path, field] as [string, JsonSchema], ...inner];
  });
}

/** What is sent: null counts as not given everywhere, so it is not said at every field. */
function mainType({ type, anyOf }: JsonSchema): string {
  const named = (Array.isArray(type) ? type : [type]).filter((one) => one !== 'null' && one !== undefined);
  return named[0] ?? [...new Set((anyOf ?? []).map(mainType))].join(' | ');
}

function typeShown(page: Page, schema: JsonSchema): Html {
  const said = words[page.language];
  const canBeNull = Array.isArray(schema.type) && schema.type.includes('null');
  const isList = mainType(schema) === 'array';
  return html`${isList ? said.list : code(mainType(schema) || 'any')}${canBeNull ? html` ${said.orNull}` : ''}`;
}

/** Limits that the note does not say already. */
function limitsOf({ language }: Page, schema: JsonSchema, note: string): string[] {
  const said = words[language];
  const limits: string[] = [];
  if (schema.maxLength !== undefined && !/characters|תווים/.test(note)) {
    limits.push(said.characters.replace('{n}', schema.maxLength.toLocaleString('en')));
  }
  const allowed = (schema.enum ?? []).filter((value) => value !== '' && value !== null);
  if (allowed.length > 0)
    limits.push(`${said.oneOf} ${allowed.map((value) => `\`${String(value)}\``).join(' ')}`);
  if (schema.default !== undefined && !note.includes(String(schema.default)))
    limits.push(`${said.unless} \`${String(schema.default)}\``);
  return limits;
}
