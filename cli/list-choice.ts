import type { ListRow } from '../server/context.ts';
import { wireIdOf } from '../shared/id.ts';
import { CommandError } from './command.ts';

/** The wire id of the list row that was named (by its name, with or without its emoji) or given by its id. */
export function chosen(rows: ReadonlyMap<string, ListRow>, named: string, option: string): string {
  const all = [...rows.values()].filter((row) => row.isActive);
  const plain = (text: string) =>
    text
      .replace(/[^\p{L}\d]+/gu, ' ')
      .trim()
      .toLowerCase();
  const found = all.filter((row) => wireIdOf(row.id) === named || plain(row.name) === plain(named));
  const [only, ...others] = found;
  if (only && others.length === 0) return wireIdOf(only.id);
  const names = all.map((row) => row.name).join(', ');
  throw new CommandError(
    only
      ? `--${option} "${named}" is not clear: give its id.`
      : `There is no ${option} "${named}"; there are ${names}.`,
  );
}
