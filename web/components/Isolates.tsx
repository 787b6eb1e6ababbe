import type { ReactNode } from 'react';

/** Numbers, phones, addresses, ticket numbers and file names: left to right whatever stands round them. */
export function Ltr({ children }: { children: ReactNode }) {
  return <bdi dir="ltr">{children}</bdi>;
}

/** Words of people (names, subjects): their own direction, without disturbing the line they stand in. */
export function Auto({ children }: { children: ReactNode }) {
  return <bdi dir="auto">{children}</bdi>;
}
