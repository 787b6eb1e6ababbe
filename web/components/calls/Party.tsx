import { useTranslation } from 'react-i18next';
import type { Call } from '../../../shared/calls.ts';
import { Auto, Ltr } from '../Isolates.tsx';
import { partyOf } from './party.ts';

/** A number from left to right; in words when it was withheld. */
export function PhoneNumber({ number }: { number: Call['from'] }) {
  const { t } = useTranslation('calls');
  return number.shown === '' ? t('withheld') : <Ltr>{number.shown}</Ltr>;
}

/** Who is on the other side: by name where we know them, else by number. */
export function Party({ call }: { call: Call }) {
  if (call.account === null) return <PhoneNumber number={partyOf(call)} />;
  return <Auto>{call.account.name}</Auto>;
}

/** Where the name of the other side says no number. */
export const isNamed = (call: Call): boolean =>
  call.account !== null && call.account.name !== partyOf(call).shown;
