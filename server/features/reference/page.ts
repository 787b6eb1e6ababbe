import type { OpenApiDocument, Operation } from '../../../shared/openapi.ts';
import { problemKinds } from '../../problem.ts';
import type { Page } from './attributes.ts';
import { type Call, callSection, codeBlock, titleOf } from './call.ts';
import { hebrewRefusals } from './hebrew-calls.ts';
import { code, type Html, html, marked } from './html.ts';
import { sampleOf } from './samples.ts';
import { startSection } from './start.ts';
import { type Language, words } from './words.ts';

/** The order of the chapters; what is not named comes after, in the document's order. */
const chapters = ['tickets', 'accounts', 'notes', 'search', 'users', 'oauth'];
const chapterNames: Readonly<Record<string, readonly [he: string, en: string]>> = {
  tickets: ['טיקטים', 'Tickets'],
  accounts: ['לקוחות', 'Accounts'],
  notes: ['הערות', 'Notes'],
  search: ['חיפוש', 'Search'],
  users: ['משתמשים', 'Users'],
  oauth: ['אסימונים', 'Tokens'],
  metadata: ['תיאור הרשימות', 'Descriptions of lists'],
};

/** The reference as one page that needs no script and nothing from elsewhere. `style` is the text of its style sheet. */
export function renderReference(document: OpenApiDocument, language: Language, style: string): string {
  const calls = callsOf(document);
  const sections = new Map(
    calls.map(({ method, path, operation }) => [`${method} ${path}`, operation.operationId]),
  );
  const page: Page = { language, base: document.servers[0]?.url ?? '', sections };
  const said = words[language];
  const whole = html`<!doctype html>
<html lang="${language}" dir="${language === 'he' ? 'rtl' : 'ltr'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${said.title}</title>
<style>@@style@@</style></head>
<body>
${contents(page, calls)}
<main>
<header><h1>${said.title}</h1><p>${said.lead}</p></header>
${startSection(page, calls)}
<section id="rules"><h2>${said.rules}</h2><ul>${said.rulesList.map((rule) => html`<li>${marked(rule, sections)}</li>`)}</ul></section>
${chaptersOf(calls).map(([tag, group]) => chapter(page, tag, group))}
${errorSection(page, document)}
</main>
</body></html>`;
  return whole.text.replace('@@style@@', () => style);
}

/** The document itself stands at the top of the page. */
const ownTag = 'reference';
const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

function callsOf(document: OpenApiDocument): Call[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation: Operation | undefined = item[method];
      return operation && !operation.tags.includes(ownTag)
        ? [{ method: method.toUpperCase(), path, operation }]
        : [];
    }),
  );
}

/** Calls by chapter; in each those that create come first, as people look for them. */
function chaptersOf(calls: readonly Call[]): [string, Call[]][] {
  const groups = Object.groupBy(calls, ({ operation }) => operation.tags[0] ?? '');
  const place = (tag: string) => (chapters.includes(tag) ? chapters.indexOf(tag) : chapters.length);
  return Object.entries(groups)
    .sort(([one], [other]) => place(one) - place(other))
    .map(([tag, group = []]) => [tag, group.toSorted((one, other) => rank(one) - rank(other))]);
}

const isList = ({ operation }: Call): boolean =>
  operation.security.some(({ oauth2 }) => oauth2?.includes('lists:read'));
const rank = (call: Call): number => (/\/(create|token)$/.test(call.path) ? 0 : isList(call) ? 2 : 1);

/** Calls that other answers link to need no more than their place. */
const isCompact = (tag: string): boolean => tag === 'metadata';

function chapter(page: Page, tag: string, calls: readonly Call[]): Html {
  const heading = html`<h2 id="chapter-${tag}">${chapterName(tag, page.language)}</h2>`;
  if (!isCompact(tag)) return html`${heading}${calls.map((call) => callSection(page, call))}`;
  const places = calls.map(
    ({ method, path, operation }) =>
      html`<li id="${operation.operationId}">${code(`${method} ${path}`)}</li>`,
  );
  return html`${heading}<p>${marked(words[page.language].described, page.sections)}</p><ul class="bare">${places}</ul>`;
}

function chapterName(tag: string, language: Language): string {
  return chapterNames[tag]?.[language === 'he' ? 0 : 1] ?? tag;
}

function contents(page: Page, calls: readonly Call[]): Html {
  const { language } = page;
  const said = words[language];
  const other = language === 'he' ? 'en' : 'he';
  const groups = chaptersOf(calls).map(([tag, group]) => {
    const links = group.map(
      (call) => html`<li><a href="#${call.operation.operationId}">${titleOf(call, page)}</a></li>`,
    );
    return html`<li><a href="#chapter-${tag}">${chapterName(tag, language)}</a>${isCompact(tag) ? '' : html`<ul>${links}</ul>`}</li>`;
  });
  return html`<nav aria-label="${said.contents}">
    <p><a href="/docs?lang=${other}" lang="${other}" hreflang="${other}">${said.otherLanguage}</a> <a href="/v2/openapi.json">${said.document}</a></p>
    <ul><li><a href="#start">${said.start}</a></li><li><a href="#rules">${said.rules}</a></li>${groups}<li><a href="#errors">${said.errors}</a></li></ul>
  </nav>`;
}

function errorSection({ language, sections }: Page, { components }: OpenApiDocument): Html {
  const said = words[language];
  const rows = Object.entries(components.responses).map(([name, { description, content }]) => {
    const media = content?.['application/problem+json'];
    const body = JSON.stringify(media ? sampleOf(media, '') : {}, null, 2);
    const status = statusOf(name);
    const why = language === 'he' ? (hebrewRefusals[name] ?? description) : description;
    return html`<tr id="error-${status}"><th scope="row"><span dir="ltr">${status}</span></th><td>${code(name)}</td><td>${marked(why, sections)}
      <details><summary>${said.answer}</summary>${codeBlock(`${said.answer} ${status}`, body)}</details></td></tr>`;
  });
  return html`<section id="errors"><h2>${said.errors}</h2><p>${marked(said.errorsText, sections)}</p>
    <div class="scroll" role="group" tabindex="0" aria-label="${said.errors}"><table><thead><tr><th scope="col">${said.status}</th><th scope="col"><span dir="ltr">code</span></th><th scope="col">${said.meaning}</th></tr></thead>
    <tbody>${rows}</tbody></table></div></section>`;
}

/** The HTTP status of a shared answer; its name is ours, its status stands in no other place of the document. */
const statusOf = (name: string): number =>
  Object.values(problemKinds).find(({ code: known }) => known === name)?.status ?? 500;
