import type { Answer, MediaType, Operation } from '../../../shared/openapi.ts';
import { answerTable, attributesOf, attributeTable, type Page } from './attributes.ts';
import { hebrewCalls } from './hebrew-calls.ts';
import { code, type Html, html, marked } from './html.ts';
import { sampleOf } from './samples.ts';
import { words } from './words.ts';

/** One call of the document, with its place. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** A call's name in the page's language, short enough for a heading; contracts may give both, as "שם · Name". */
export function titleOf({ operation }: Call, { language }: Page): string {
  if (language === 'he') return hebrewCalls[operation.operationId]?.title ?? operation.summary;
  return englishSummary(operation).split(/ ?[:;,(]/)[0] ?? '';
}

function englishSummary({ summary }: Operation): string {
  return summary.split(' · ').at(-1) ?? summary;
}

/** What the heading does not say. */
function textOf(call: Call, page: Page): string {
  const { operation } = call;
  if (page.language === 'he') return hebrewCalls[operation.operationId]?.text ?? '';
  const summary = englishSummary(operation);
  const rest = summary === titleOf(call, page) ? [] : [`${summary}.`];
  return [...rest, operation.description ?? ''].join(' ').trim();
}

export function callSection(page: Page, call: Call): Html {
  const { method, path, operation } = call;
  const said = words[page.language];
  const attributes = attributesOf(operation, page.language);
  const text = textOf(call, page);
  return html`<section id="${operation.operationId}" class="call">
    <h3>${titleOf(call, page)}</h3>
    <p class="place" dir="ltr"><b class="method ${method.toLowerCase()}">${method}</b> <code>${path}</code></p>
    <p class="scope">${said.scope}: ${scopeOf(page, operation)}</p>
    ${text ? html`<p>${marked(text, page.sections)}</p>` : ''}
    <div class="columns">
      <div>${attributes.length > 0 ? html`<h4>${said.attributes}</h4>${attributeTable(page, attributes)}` : ''}
        ${refusalLinks(page, operation)}</div>
      <div><h4>${said.request}</h4>${codeBlock(said.request, curlOf(page, call))}${answers(page, call)}</div>
    </div>
  </section>`;
}

function scopeOf({ language }: Page, { security }: Operation): Html | string {
  const [first] = security;
  if (!first) return words[language].anyone;
  if ('client' in first) return words[language].credentials;
  return code((first.oauth2 ?? []).join(' '));
}

function refusalLinks({ language }: Page, { responses }: Operation): Html {
  const statuses = Object.entries(responses).filter(([status]) => status >= '400');
  const links = statuses.map(([status, answer]) =>
    '$ref' in answer
      ? html`<li><a href="#error-${status}">${status}</a></li>`
      : html`<li><span title="${answer.description}">${status}</span></li>`,
  );
  return html`<h4>${words[language].errors}</h4><ul class="statuses">${links}</ul>`;
}

function answers(page: Page, { path, operation }: Call): Html[] {
  const said = words[page.language];
  const good = Object.entries(operation.responses).filter(
    (entry): entry is [string, Answer] => entry[0] < '300',
  );
  return good.map(([status, { content }]) => {
    const media = content?.['application/json'];
    const heading = html`<h4>${said.answer} <span dir="ltr">${status}</span></h4>`;
    if (!media) return html`${heading}<p>${said.noContent}</p>`;
    const sample = shownSample(page, path, media);
    const fields = media.schema.properties
      ? html`<details><summary>${said.answerFields}</summary>${answerTable(page, media.schema)}</details>`
      : '';
    return html`${heading}${codeBlock(said.answer, sample)}${fields}`;
  });
}

/** Scrollable by keyboard, and named for those who don't see it. */
export function codeBlock(name: string, text: string): Html {
  return html`<pre dir="ltr" role="group" tabindex="0" aria-label="${name}"><code>${text}</code></pre>`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

function shownSample({ base }: Page, path: string, media: MediaType): string {
  return JSON.stringify(sampleOf(media, base + path), null, 2);
}

/** What the call answers when all is well. */
export function answerSample(page: Page, { path, operation }: Call): string {
  const [good] = Object.entries(operation.responses).flatMap(([status, answer]) =>
    status < '300' && 'content' in answer ? [answer.content?.['application/json']] : [],
  );
  return good ? shownSample(page, path, good) : '';
}

/** The call as a line that can be pasted into a shell. */
export function curlOf({ base }: Page, { method, path, operation }: Call): string {
  const address = quoted(base + path.replaceAll(/\{\w+\}/g, '271911966272026940869079307116515873576'));
  const [media] = Object.entries(operation.requestBody?.content ?? {});
  const isForm = media?.[0] === 'application/x-www-form-urlencoded';
  const lines = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}${address}`,
    ...(operation.security.some((each) => 'client' in each) ? ["-u 'CLIENT_ID:CLIENT_SECRET'"] : []),
    ...(operation.security.some((each) => 'oauth2' in each) ? ['-H "Authorization: Bearer $TOKEN"'] : []),
    ...(media && !isForm ? [`-H 'Content-Type: ${media[0]}'`] : []),
    ...(media ? [bodyOf(path, media, base)] : []),
  ];
  return lines.join(' \\\n  ');
}

function bodyOf(path: string, [type, media]: [string, MediaType], base: string): string {
  if (type === 'application/x-www-form-urlencoded') return formOf(path);
  if (type === 'message/rfc822') return "--data-binary '@mail.eml'";
  return `-d ${quoted(JSON.stringify(sampleOf(media, base), null, 2))}`;
}

/** What the token calls are sent, at the least. */
function formOf(path: string): string {
  return path === '/oauth/token' ? "-d 'grant_type=client_credentials'" : '-d "token=$TOKEN"';
}
