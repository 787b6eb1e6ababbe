import type { Call } from '../../../shared/calls.ts';

/** Who is on the other side: of a call that came in whoever called, of ours whom we called. */
export const partyOf = ({ direction, from, to }: Pick<Call, 'direction' | 'from' | 'to'>) =>
  direction === 'in' ? from : to;

/** Which of our own numbers it came by or went out from. */
export const ownNumberOf = ({ direction, from, to }: Pick<Call, 'direction' | 'from' | 'to'>) =>
  direction === 'in' ? to : from;

/** For words without markup: what a Hebrew line would turn round is held together. */
export const isolatedNumber = (shown: string) => (/^[+*]/.test(shown) ? `\u2066${shown}\u2069` : shown);

/** `3:07`, `1:02:45` */
export function spanOf(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** How it stands, as one word of ours: what it is doing now, or how it ended. */
export function standingOf(
  call: Pick<Call, 'state' | 'result' | 'direction'> & Partial<Pick<Call, 'is_blocked'>>,
) {
  const { state, result, direction, is_blocked } = call;
  if (state === 'ringing') return direction === 'in' ? 'ringing' : 'dialling';
  if (state === 'answered') return 'speaking';
  return is_blocked ? 'blocked' : (result ?? 'failed');
}

/** Only web addresses become links: an exchange's text may hold any other kind. */
export const isWebAddress = (text: string) => /^https?:\/\//i.test(text) && URL.canParse(text);
