import type { Page } from './attributes.ts';
import { answerSample, type Call, codeBlock, curlOf } from './call.ts';
import { type Html, html, marked } from './html.ts';
import { words } from './words.ts';

const tokenPath = '/oauth/token';
const createPath = '/v2/tickets/create';

/** From an id and a secret to a first ticket: two pieces for one shell, and what they answer. */
export function startSection(page: Page, calls: readonly Call[]): Html {
  const said = words[page.language];
  const [token, create] = [tokenPath, createPath].map((path) => calls.find((call) => call.path === path));
  if (!token || !create) return html``;
  const step = (text: string, ...blocks: Html[]) =>
    html`<li><p>${marked(text, page.sections)}</p>${blocks}</li>`;
  return html`<section id="start"><h2>${said.start}</h2><ol class="steps">
    ${step(said.startClient)}
    ${step(said.startToken, codeBlock(said.request, tokenIntoShell(page, token)))}
    ${step(said.startTicket, codeBlock(said.request, curlOf(page, create)), codeBlock(said.answer, answerSample(page, create)))}
  </ol><p>${marked(said.startRest, page.sections)}</p></section>`;
}

/** The token comes first in its answer, so a shell finds it without a JSON tool. */
function tokenIntoShell(page: Page, token: Call): string {
  const call = curlOf(page, token).replace('curl -X POST', 'curl -s');
  return `TOKEN=$(${call} | cut -d'"' -f4)`;
}
