import type { NoAnswer } from './stories/no-answer.ts';

/** How the recipient's server took a reply. */
export interface Outcome {
  readonly isAccepted: boolean;
  readonly answer: string;
  readonly attempts: number;
  readonly afterMs: number;
}

/** `by` is the place of a user in the team. */
export type Step = { readonly at: Date } & (
  | { readonly kind: 'take'; readonly by: number; readonly desk: string; readonly urgency: number | null }
  | { readonly kind: 'note'; readonly by: number; readonly text: string }
  | {
      readonly kind: 'reply';
      readonly by: number;
      readonly text: string;
      readonly status: 'waiting' | 'closed' | null;
      readonly outcome: Outcome;
    }
  | { readonly kind: 'word'; readonly text: string; readonly isHtml: boolean; readonly file: FileKind | null }
  | {
      readonly kind: 'reason';
      readonly by: number;
      readonly code: NoAnswer['code'];
      readonly words: string | null;
    }
  | { readonly kind: 'close'; readonly by: number }
);

export type FileKind = 'photo' | 'receipt' | 'log';
export type Source = 'email' | 'api' | 'phone' | 'form';

/** One inquiry from its first word to where it stands today. */
export interface Course {
  readonly source: Source;
  readonly at: Date;
  /** The customer's place among the customers; null for a stranger, who is named in `from`. */
  readonly customer: number | null;
  readonly from: { readonly name: string; readonly address: string; readonly phone: string | null };
  readonly subject: string;
  readonly text: string;
  readonly isHtml: boolean;
  readonly file: FileKind | null;
  /** The sender's server did not hear that its mail was taken, and brought it again. */
  readonly isSentTwice: boolean;
  /** Who wrote it down, of calls and words at the counter. */
  readonly by: number;
  readonly desk: string;
  readonly urgency: number | null;
  readonly steps: readonly Step[];
}
