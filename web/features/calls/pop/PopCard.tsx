import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { PhoneCall, PhoneIncoming, PhoneOff, PhoneOutgoing, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../../../shared/calls.ts';
import { useMay, useSession } from '../../../api-queries.ts';
import { callQuery } from '../../../components/calls/call-queries.ts';
import { Party } from '../../../components/calls/Party.tsx';
import { spanOf } from '../../../components/calls/party.ts';
import { Running } from '../../../components/calls/Running.tsx';
import { Ltr } from '../../../components/Isolates.tsx';
import { type Asked, DecisionChoices, DecisionDialogs, useDeciding } from '../decision/CallDecision.tsx';
import type { Card, Intent } from './cards.ts';
import { LeftBody } from './LeftBody.tsx';
import { LiveBody } from './LiveBody.tsx';
import styles from './Pop.module.css';
import { useFocusHome } from './use-focus-home.ts';

/** How long it is said that a call went elsewhere. */
const leftMilliseconds = 12_000;
/** Above the pop-up itself, which is above every page and its dialogs. */
const dialogIndex = 300;

interface Props {
  card: Card;
  intent: Intent | null;
  onIntend: (intent: Intent | null) => void;
  onHide: () => void;
}

const icons = {
  ringing: { in: PhoneIncoming, out: PhoneOutgoing },
  speaking: { in: PhoneCall, out: PhoneCall },
  spoken: { in: PhoneOff, out: PhoneOff },
  left: { in: PhoneOff, out: PhoneOff },
};

function Head({ card, call, onHide }: { card: Card; call: Call; onHide: () => void }) {
  const { t } = useTranslation('calls');
  const { phase } = card;
  const Icon = icons[phase][call.direction];
  const label = t(phase === 'spoken' ? 'pop.later' : 'pop.hide');
  const words = {
    ringing: t(`pop.${call.direction}`),
    speaking: t('standing.speaking'),
    spoken: t('pop.ended'),
    left: t('pop.left.title'),
  };
  return (
    <header className={styles.head}>
      <Icon size={16} aria-hidden />
      <span>
        {words[phase]}
        {call.is_test ? ` (${t('test')})` : ''}
        {phase === 'spoken' ? (
          <>
            {' · '}
            <Party call={call} />
          </>
        ) : null}
      </span>
      {phase === 'ringing' || phase === 'speaking' ? <Running call={call} /> : null}
      {phase === 'spoken' && call.talking_seconds !== null ? <Ltr>{spanOf(call.talking_seconds)}</Ltr> : null}
      <button type="button" className={styles.close} aria-label={label} title={label} onClick={onHide}>
        <X size={15} aria-hidden />
      </button>
    </header>
  );
}

/** The call as the server knows it, once it neither rings nor is spoken here. */
function useCallAfter({ id, phase, call }: Card): Call | null {
  const isOver = phase === 'spoken' || phase === 'left';
  const { data } = useQuery({ ...callQuery(id), enabled: isOver });
  if (!isOver) return call;
  const known = data?.call;
  // What was read while it rang, for another page, is not yet what became of it.
  return known === undefined || known.state === 'ringing' ? null : known;
}

/** Answered here and over between two readings: that it rang is all that was seen of it. */
function useCard(given: Card): { card: Card; call: Call | null } {
  const { user } = useSession();
  const call = useCallAfter(given);
  const isMissedStep = given.phase === 'left' && call?.user?.id === user.id && call.state === 'ended';
  return { card: isMissedStep ? { ...given, phase: 'spoken' } : given, call };
}

/** Nothing is left to do with it, or nothing that this user may. */
function isDone(phase: Card['phase'], call: Call | null, mayWrite: boolean): boolean {
  if (phase !== 'spoken') return false;
  return !mayWrite || (call !== null && call.state === 'ended' && !call.is_unclassified);
}

/** Says for a while that the call went elsewhere; as long as somebody is at it, longer. */
function useLeaving(isLeaving: boolean, onHide: () => void) {
  const [isHeld, setHeld] = useState(false);
  const hide = useRef(onHide);
  useEffect(() => {
    hide.current = onHide;
  });
  useEffect(() => {
    if (!isLeaving || isHeld) return;
    const timer = window.setTimeout(() => hide.current(), leftMilliseconds);
    return () => window.clearTimeout(timer);
  }, [isLeaving, isHeld]);
  return {
    onMouseEnter: () => setHeld(true),
    onMouseLeave: () => setHeld(false),
    onFocus: () => setHeld(true),
    onBlur: () => setHeld(false),
  };
}

/** One dialog and one decision for the whole life of the card: what is being typed outlives an answer and a hang-up. */
function useDecision({ card, onIntend }: Props) {
  const navigate = useNavigate();
  const [asked, setAsked] = useState<Asked | null>(null);
  const deciding = useDeciding({
    call: card.call,
    decide: card.phase === 'ringing' ? async (as, number) => onIntend({ as, number }) : undefined,
    onDone: ({ ticket }) => {
      if (card.phase === 'speaking' && ticket !== null)
        void navigate({ to: '/tickets/$number', params: { number: String(ticket.number) } });
    },
  });
  return { asked, setAsked, deciding };
}

function Frame({
  card,
  label,
  onHide,
  children,
}: Pick<Props, 'card' | 'onHide'> & { label: string; children: ReactNode }) {
  const box = useRef<HTMLElement>(null);
  const goHome = useFocusHome(box);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    // A dialog's keys come up here too, though it stands elsewhere.
    if (event.code !== 'Escape' || event.defaultPrevented || !(event.target instanceof Node)) return;
    if (!event.currentTarget.contains(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    goHome();
    onHide();
  };
  return (
    <article
      ref={box}
      className={styles.card}
      data-state={card.phase}
      data-call={card.id}
      tabIndex={-1}
      aria-label={label}
      onKeyDown={onKeyDown}
    >
      {children}
    </article>
  );
}

interface BodyProps extends Pick<Props, 'card' | 'intent' | 'onIntend'> {
  call: Call | null;
  deciding: ReturnType<typeof useDeciding>;
  onAsk: (asked: Asked) => void;
}

/** What can be done in each phase. */
function Body({ card, call, deciding, onAsk, intent, onIntend }: BodyProps) {
  if (card.phase === 'spoken')
    return <DecisionChoices call={call ?? card.call} deciding={deciding} onAsk={onAsk} />;
  if (card.phase !== 'left')
    return <LiveBody card={card} intent={intent} onIntend={onIntend} onAsk={onAsk} />;
  return <div role="status">{call === null ? null : <LeftBody call={call} intent={intent} />}</div>;
}

/** A call of mine, from its first ring until nothing is left to say of it. */
export function PopCard(props: Props) {
  const { intent, onIntend, onHide } = props;
  const { t } = useTranslation('calls');
  const mayWrite = useMay('tickets:write');
  const { card, call } = useCard(props.card);
  const { asked, setAsked, deciding } = useDecision(props);
  const isOver = isDone(card.phase, call, mayWrite);
  const held = useLeaving(card.phase === 'left' && asked === null, onHide);
  const isShown = !isOver && (call !== null || card.phase !== 'spoken');
  const shown = call ?? card.call;
  // The dialogs keep their place also while nothing else of the card is shown: what is typed in them stays.
  return (
    <div className={styles.place} {...held}>
      {isShown ? (
        <Frame card={card} onHide={onHide} label={t(card.phase === 'spoken' ? 'pop.ask' : 'pop.card')}>
          <Head card={card} call={shown} onHide={onHide} />
          <Body card={card} call={call} deciding={deciding} onAsk={setAsked} {...{ intent, onIntend }} />
        </Frame>
      ) : null}
      <DecisionDialogs
        call={shown}
        asked={asked}
        deciding={deciding}
        zIndex={dialogIndex}
        onClose={() => setAsked(null)}
      />
    </div>
  );
}
