import { Fragment } from 'react';
import { Ltr } from '../../../components/Isolates.tsx';

/** A sentence in which what stands between backticks is a name in English, left to right whatever stands round it. */
export function Words({ text }: { text: string }) {
  const pieces = text
    .split('`')
    .map((piece, index) => ({ piece, key: `${index} ${piece}`, isName: index % 2 === 1 }));
  return pieces.map(({ piece, key, isName }) =>
    isName ? <Ltr key={key}>{piece}</Ltr> : <Fragment key={key}>{piece}</Fragment>,
  );
}
