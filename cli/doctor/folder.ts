import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Finding, ok, reasonOf, warning, wrong } from './finding.ts';

const check = 'data folder';
/** A busy database can't write its log below this, and then stops. */
const leastMegabytes = 200;
const fewMegabytes = 2000;

/** The data folder: there, ours, writable, with room. */
export async function checkFolder(dataDir: string): Promise<Finding[]> {
  const found = await stat(dataDir).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) {
    if (found.code !== 'ENOENT') return [wrong(check, `${dataDir} can't be entered: ${reasonOf(found)}.`)];
    return [await notYet(dataDir)];
  }
  if (!found.isDirectory()) return [wrong(check, `${dataDir} is no folder: set PNIYA_DATA to another path.`)];
  const refused = await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK).catch(reasonOf);
  if (refused !== undefined)
    return [
      wrong(
        check,
        `${dataDir} (owner: user ${found.uid}) may not be written by this user (${process.getuid?.()}): ${refused}.`,
      ),
    ];
  return [ok(check, `${dataDir} can be written (owner: ${ownerOf(found.uid)}).`), await room(dataDir)];
}

async function notYet(dataDir: string): Promise<Finding> {
  let parent = dirname(dataDir);
  while (!(await stat(parent).catch(() => null)) && parent !== dirname(parent)) parent = dirname(parent);
  const refused = await access(parent, constants.W_OK | constants.X_OK).catch(reasonOf);
  return refused === undefined
    ? ok(check, `${dataDir} is not there yet; npm start makes it.`)
    : wrong(check, `${dataDir} is not there and can't be made in ${parent}: ${refused}.`);
}

async function room(dataDir: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(dataDir);
  const megabytes = Math.floor((bavail * bsize) / 1024 ** 2);
  const words = `${megabytes.toLocaleString('en')} MB are free on its disk`;
  if (megabytes < leastMegabytes) return wrong('disk', `Only ${words}: make room, or mail is refused soon.`);
  return megabytes < fewMegabytes ? warning('disk', `Only ${words}.`) : ok('disk', `${words}.`);
}

const ownerOf = (uid: number) => (uid === process.getuid?.() ? 'this user' : `user ${uid}`);
