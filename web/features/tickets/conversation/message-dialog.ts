import type { Message } from '../../../../shared/messages.ts';

/** What a dialog of a message's menu is given. */
export interface MessageDialogProps {
  message: Message;
  ticketNumber: number;
  onClose: () => void;
}
