import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sparticuz, { inflate, setupLambdaEnvironment } from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const binFolder = join(import.meta.dirname, '..', 'node_modules', '@sparticuz', 'chromium', 'bin');

/** Unpacks the Chromium that comes with npm, libraries included, where that was not done before; by one process at a time. */
export async function unpackChromium(): Promise<string> {
  // A bare Debian lacks a few of Chromium's libraries; the package carries them but unpacks them on its own platform only.
  await inflate(join(binFolder, 'al2023.tar.br'));
  setupLambdaEnvironment(join(tmpdir(), 'al2023', 'lib'));
  // Nothing here is three-dimensional: drawing by the processor alone is what a machine without a graphics card does best.
  sparticuz.setGraphicsMode = false;
  return await sparticuz.executablePath();
}

/** A real Chromium. */
export async function startChromium(): Promise<Browser> {
  const executablePath = await unpackChromium();
  const plain = [
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ];
  // One process for all pages saves memory where the package comes from; here a second page would never load.
  const args = sparticuz.args.filter((arg) => arg !== '--single-process' && arg !== '--no-zygote');
  const launch = () => chromium.launch({ executablePath, args: [...args, ...plain], headless: true });
  // One start in some hundreds ends in a crash of its own libraries, before there is a page.
  return await launch().catch(launch);
}
