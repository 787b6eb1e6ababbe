import { exact } from '../i18n/format.ts';
import { Ltr } from './Isolates.tsx';
import { usePlace } from './place.ts';

/** An instant (ISO 8601) where it is a fact of its own: written out whole. */
export function Instant({ at }: { at: string }) {
  const place = usePlace();
  return (
    <time dateTime={at}>
      <Ltr>{exact(new Date(at), place)}</Ltr>
    </time>
  );
}
