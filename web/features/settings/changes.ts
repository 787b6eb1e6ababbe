/**
 * The fields that a form was given other values for. Only these are sent: what another administrator changed while the form
 * was open stays as they left it.
 */
export function changesOf<Fields extends object>(before: Fields, after: Fields): Partial<Fields> {
  const changed = (Object.keys(after) as (keyof Fields)[]).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  return Object.fromEntries(changed.map((name) => [name, after[name]])) as Partial<Fields>;
}
