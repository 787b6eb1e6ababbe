import type pg from 'pg';
import { type Finding, ok, warning, wrong } from './finding.ts';

const zone = 'Asia/Jerusalem';
const largestSeconds = 60;
const fewSeconds = 3;

/** The time zone rules of this Node: winter and summer time must differ. */
export function checkZones(): Finding[] {
  const hourOf = (instant: string) =>
    new Intl.DateTimeFormat('en', { timeZone: zone, hour: 'numeric', hourCycle: 'h23' }).format(
      new Date(instant),
    );
  const [winter, summer] = [hourOf('2026-01-15T12:00:00Z'), hourOf('2026-07-15T12:00:00Z')];
  return winter === '14' && summer === '15'
    ? [ok('time zones', `${zone} is known, with its summer time.`)]
    : [
        wrong(
          'time zones',
          `This Node does not know ${zone} (noon UTC is ${winter} and ${summer} there): install full ICU data.`,
        ),
      ];
}

/** The database's clock beside ours, and its own time zone rules. */
export async function checkClock(pool: pg.Pool): Promise<Finding[]> {
  const before = Date.now();
  const answer = await pool.query<{ now: Date; summer: string }>(
    `select clock_timestamp() as now, to_char(timestamptz '2026-07-15 12:00Z' at time zone '${zone}', 'HH24') as summer`,
  );
  const after = Date.now();
  const { now, summer } = answer.rows[0] ?? { now: new Date(0), summer: '' };
  const aheadMs = Math.max(0, now.getTime() - after);
  const behindMs = Math.max(0, before - now.getTime());
  const seconds = Math.round(Math.max(aheadMs, behindMs) / 1000);
  const words = `The database's clock is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} this machine's`;
  const findings = [
    seconds > largestSeconds
      ? wrong('clock', `${words}: set both by NTP.`)
      : seconds > fewSeconds
        ? warning('clock', `${words}.`)
        : ok('clock', "The database's clock and this machine's agree."),
  ];
  if (summer !== '15')
    findings.push(wrong('clock', `The database does not know the summer time of ${zone}.`));
  return findings;
}
