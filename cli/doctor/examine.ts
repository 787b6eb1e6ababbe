import { type Config, readConfig } from '../../server/config.ts';
import { StartError } from '../../server/start-error.ts';
import { checkZones } from './clock.ts';
import { checkDatabase } from './database.ts';
import { type Finding, ok, reasonOf, wrong } from './finding.ts';
import { checkFolder } from './folder.ts';
import { checkOutgoing } from './outgoing.ts';
import { checkApiPort, checkSmtpPort } from './ports.ts';

const neededNode = 24;

/** All checks, in the order in which things stand on each other. Never throws. */
export async function examine(): Promise<Finding[]> {
  const first = [checkNode(), ...checkZones()];
  const { config, findings } = settings();
  if (config === null) return [...findings, ...first];
  const checks: [string, () => Promise<Finding[]>][] = [
    ['data folder', () => checkFolder(config.dataDir)],
    ['port of the API', () => checkApiPort(config)],
    ['port of mail', () => checkSmtpPort(config)],
    ['database', () => checkDatabase(config)],
    ['outgoing mail', () => checkOutgoing(config.outgoingSmtpUrl)],
  ];
  const found = await Promise.all(
    checks.map(([check, look]) =>
      look().catch((error: unknown) => [wrong(check, `It could not be checked: ${reasonOf(error)}.`)]),
    ),
  );
  return [...findings, ...first, ...found.flat()];
}

function settings(): { config: Config | null; findings: Finding[] } {
  try {
    return { config: readConfig(), findings: [ok('settings', 'All settings can be read.')] };
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    return { config: null, findings: error.sentences.map((sentence) => wrong('settings', sentence)) };
  }
}

function checkNode(): Finding {
  const { node } = process.versions;
  return Number.parseInt(node, 10) >= neededNode
    ? ok('node', `Node ${node}.`)
    : wrong('node', `Pniya needs Node ${neededNode} or newer; this is Node ${node}.`);
}
