import { Button, Menu } from '@mantine/core';
import { Link2, PhoneOff, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Call, noInquiryReasons } from '../../../../shared/calls.ts';
import { partyOf } from '../../../components/calls/party.ts';
import { Dialog } from '../../../components/Dialog.tsx';
import { useFailure } from '../../../components/useFailure.ts';
import styles from './choice.module.css';
import { OpenTickets, TicketSearch } from './TicketChoice.tsx';
import { type Classified, useClassify } from './use-classify.ts';
import { above, NewTicketOfCall, OtherReason } from './WordsOfCall.tsx';

export type Asked = 'ticket' | 'new_ticket' | 'other';

interface Deciding {
  call: Call;
  /** Done instead of saying it at once, e.g. while the call still rings. */
  decide?: ((as: Classified, number: number | null) => Promise<void>) | undefined;
  onDone?: ((call: Call) => void) | undefined;
}

/** One decision at a time; a refusal is told where nothing else tells it. */
export function useDeciding({ call, decide, onDone }: Deciding) {
  const { t } = useTranslation('calls');
  const classify = useClassify();
  const fail = useFailure();
  const [isBusy, setBusy] = useState(false);
  const say = async (as: Classified, number: number | null = null) => {
    setBusy(true);
    try {
      if (decide !== undefined) return await decide(as, number);
      const classified = await classify(call.id, as);
      onDone?.(classified);
    } finally {
      setBusy(false);
    }
  };
  const sayOrTell = (as: Classified, number: number | null = null) =>
    say(as, number).catch((error: unknown) => fail(error, t('classified.failed')));
  return { isBusy, say, sayOrTell };
}

/** The dialogs of a decision that needs more than a click. */
export function DecisionDialogs({
  call,
  asked,
  deciding,
  zIndex,
  onClose,
}: {
  call: Call;
  asked: Asked | null;
  deciding: ReturnType<typeof useDeciding>;
  /** Where it has to stand above more than the page. */
  zIndex?: number;
  onClose: () => void;
}) {
  const { t } = useTranslation('calls');
  const { isBusy, say, sayOrTell } = deciding;
  const name = call.account?.name ?? partyOf(call).shown;
  if (asked === 'new_ticket') {
    const first = name === '' ? t('decide.subjectWithheld') : t('decide.subjectOf', { name });
    return <NewTicketOfCall first={first} onConfirm={say} zIndex={zIndex} onClose={onClose} />;
  }
  if (asked === 'other') return <OtherReason onConfirm={say} zIndex={zIndex} onClose={onClose} />;
  if (asked !== 'ticket') return null;
  const pick = ({ id, number }: { id: string; number: number }) => {
    void sayOrTell({ as: 'ticket', ticket_id: id }, number);
    onClose();
  };
  return (
    <Dialog onClose={onClose} title={t('decide.attach')} centered size="lg" {...above(zIndex)}>
      <OpenTickets callId={call.id} isBusy={isBusy} onPick={pick} />
      <TicketSearch isBusy={isBusy} onPick={pick} />
    </Dialog>
  );
}

/** "No inquiry", and why: two clicks, since each reason is one that somebody may ask for later. */
export function NoInquiryMenu({
  isBusy,
  onReason,
  onOther,
}: {
  isBusy: boolean;
  onReason: (reason: Exclude<(typeof noInquiryReasons)[number], 'other'>) => void;
  onOther: () => void;
}) {
  const { t } = useTranslation('calls');
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          size="compact-sm"
          variant="default"
          disabled={isBusy}
          leftSection={<PhoneOff size={15} aria-hidden />}
        >
          {t('decide.noInquiry')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {noInquiryReasons.map((reason) => (
          <Menu.Item key={reason} onClick={() => (reason === 'other' ? onOther() : onReason(reason))}>
            {t(`reason.${reason}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface Choices {
  call: Call;
  deciding: ReturnType<typeof useDeciding>;
  /** For what needs more than a click. */
  onAsk: (asked: Asked) => void;
}

/** What an answered call was: the customer's open tickets one click away, and everything else two. */
export function DecisionChoices({ call, deciding, onAsk }: Choices) {
  const { t } = useTranslation('calls');
  const { isBusy, sayOrTell } = deciding;
  return (
    <section className={styles.decide} aria-label={t('decide.title')}>
      <h2>{t('decide.title')}</h2>
      <OpenTickets
        callId={call.id}
        isBusy={isBusy}
        onPick={({ id }) => void sayOrTell({ as: 'ticket', ticket_id: id })}
      />
      <div className={styles.actions}>
        <Button
          size="compact-sm"
          variant="default"
          disabled={isBusy}
          leftSection={<Link2 size={15} aria-hidden />}
          onClick={() => onAsk('ticket')}
        >
          {t('decide.attach')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          disabled={isBusy}
          leftSection={<Plus size={15} aria-hidden />}
          onClick={() => onAsk('new_ticket')}
        >
          {t('decide.newTicket')}
        </Button>
        <NoInquiryMenu
          isBusy={isBusy}
          onReason={(reason) => void sayOrTell({ as: 'no_inquiry', reason })}
          onOther={() => onAsk('other')}
        />
      </div>
    </section>
  );
}

/** The choices, and the dialogs of those that need more than a click. */
export function CallDecision({ call }: Pick<Deciding, 'call'>) {
  const deciding = useDeciding({ call });
  const [asked, setAsked] = useState<Asked | null>(null);
  return (
    <>
      <DecisionChoices call={call} deciding={deciding} onAsk={setAsked} />
      <DecisionDialogs call={call} asked={asked} deciding={deciding} onClose={() => setAsked(null)} />
    </>
  );
}
