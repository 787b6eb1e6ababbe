import { command } from './command.ts';
import { examine } from './doctor/examine.ts';
import type { Finding } from './doctor/finding.ts';
import { table } from './table.ts';

const marks = { ok: 'ok', warning: 'look', wrong: 'WRONG' } as const;

const doctor = command({
  name: 'doctor',
  summary: 'check settings, folder, database, ports, mail, clock and ledger, and say what is wrong',
  help: [],
  options: {},
  async run() {
    const findings = await examine();
    const isWrong = findings.some(({ state }) => state === 'wrong');
    return { json: { ok: !isWrong, checks: findings }, text: shown(findings), isWrong };
  },
});

function shown(findings: readonly Finding[]): string {
  const rows = findings.map(({ check, state, words }) => [marks[state], check, words]);
  const wrong = findings.filter(({ state }) => state === 'wrong').length;
  const end =
    wrong === 0 ? 'Nothing is wrong.' : `${wrong} of ${findings.length} checks found something wrong.`;
  return `${table(['', 'CHECK', 'FOUND'], rows)}\n\n${end}`;
}

export const doctorCommands = [doctor];
