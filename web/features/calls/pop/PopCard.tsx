import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ArrowUpRight, Link2, PhoneCall, PhoneIncoming, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScreenPop } from '../../../../shared/calls.ts';
import { useMay } from '../../../api-queries.ts';
import { type LiveCall, popQuery } from '../../../components/calls/call-queries.ts';
import { PhoneNumber } from '../../../components/calls/Party.tsx';
import { partyOf } from '../../../components/calls/party.ts';
import { Running } from '../../../components/calls/Running.tsx';
import { Auto, Ltr } from '../../../components/Isolates.tsx';
import { DecisionDialogs, useDeciding } from '../decision/CallDecision.tsx';
import choice from '../decision/choice.module.css';
import { TicketLine } from '../decision/TicketChoice.tsx';
import styles from './Pop.module.css';
import type { Intent } from './use-my-calls.ts';

/** Who it is: as much as is known at once, more when it was read. */
function Who({ call, pop }: { call: LiveCall; pop: ScreenPop | undefined }) {
  const { t } = useTranslation('calls');
  const account = pop?.account ?? null;
  const name = account?.name ?? call.account?.name ?? null;
  const candidates = pop?.candidates ?? [];
  const earlier = pop?.earlier_calls ?? 0;
  return (
    <div className={styles.who}>
      <h2>{name === null ? <PhoneNumber number={partyOf(call)} /> : <Auto>{name}</Auto>}</h2>
      <p>
        {name === null ? t('pop.unknown') : <PhoneNumber number={partyOf(call)} />}
        {account?.company ? (
          <>
            {' · '}
            <Auto>{account.company}</Auto>
          </>
        ) : null}
        {call.queue === null ? null : (
          <>
            {' · '}
            {t('queueOf')} <Auto>{call.queue}</Auto>
          </>
        )}
        {earlier === 0 ? null : ` · ${t('pop.earlier', { count: earlier })}`}
      </p>
      {candidates.length === 0 ? null : (
        <p>
          {t('pop.oneOf')}{' '}
          {candidates.map((one, index) => (
            <span key={one.id}>
              {index === 0 ? '' : ', '}
              <Auto>{one.name}</Auto>
            </span>
          ))}
        </p>
      )}
    </div>
  );
}

function Tickets({ pop }: { pop: ScreenPop | undefined }) {
  const { t } = useTranslation('calls');
  if (pop === undefined || pop.tickets.length === 0) return null;
  return (
    <ul className={choice.list} aria-label={t('decide.openTickets')}>
      {pop.tickets.map((ticket) => (
        <li key={ticket.id}>
          <Link to="/tickets/$number" params={{ number: String(ticket.number) }} className={choice.ticket}>
            <TicketLine ticket={ticket} />
          </Link>
        </li>
      ))}
    </ul>
  );
}

interface Props {
  call: LiveCall;
  intent: Intent | null;
  onIntend: (intent: Intent | null) => void;
  onHide: () => void;
}

type Asked = 'ticket' | 'new_ticket' | null;

/** What can be done now. What is chosen while it still rings is done when somebody speaks. */
function Actions({ call, pop, onIntend }: Props & { pop: ScreenPop | undefined }) {
  const { t } = useTranslation('calls');
  const navigate = useNavigate();
  const mayWrite = useMay('tickets:write');
  const [asked, setAsked] = useState<Asked>(null);
  const toTicket = (number: number) =>
    void navigate({ to: '/tickets/$number', params: { number: String(number) } });
  const intend = async (as: Intent['as'], number: number | null) => onIntend({ as, number });
  const deciding = useDeciding({
    call,
    decide: call.state === 'ringing' ? intend : undefined,
    onDone: ({ ticket }) => {
      if (ticket !== null) toTicket(ticket.number);
    },
  });
  const first = pop?.tickets[0];
  const open = () =>
    first === undefined
      ? void navigate({ to: '/calls/$id', params: { id: call.id } })
      : toTicket(first.number);
  return (
    <div className={choice.actions}>
      <Button
        size="compact-md"
        leftSection={<ArrowUpRight size={15} aria-hidden className="icon-direction" />}
        onClick={open}
      >
        {t('pop.open')}
      </Button>
      {mayWrite && call.classification === null && !call.is_test ? (
        <>
          <Button
            size="compact-md"
            variant="default"
            leftSection={<Plus size={15} aria-hidden />}
            onClick={() => setAsked('new_ticket')}
          >
            {t('decide.newTicket')}
          </Button>
          <Button
            size="compact-md"
            variant="default"
            leftSection={<Link2 size={15} aria-hidden />}
            onClick={() => setAsked('ticket')}
          >
            {t('decide.attach')}
          </Button>
        </>
      ) : null}
      <DecisionDialogs call={call} asked={asked} deciding={deciding} onClose={() => setAsked(null)} />
    </div>
  );
}

function Intended({ intent, onIntend }: Pick<Props, 'intent' | 'onIntend'>) {
  const { t } = useTranslation('calls');
  if (intent === null) return null;
  return (
    <p className={styles.intent} role="status">
      {intent.number === null ? (
        t('pop.willOpen')
      ) : (
        <>
          {t('pop.willAttach')} <Ltr>#{intent.number}</Ltr>
        </>
      )}{' '}
      <button type="button" onClick={() => onIntend(null)}>
        {t('common:cancel')}
      </button>
    </p>
  );
}

/** A call that rings at me, or in which I speak. */
export function PopCard(props: Props) {
  const { call, onHide } = props;
  const { t } = useTranslation(['calls', 'common']);
  const pop = useQuery(popQuery(call.id)).data;
  const isRinging = call.state === 'ringing';
  const Icon = isRinging ? PhoneIncoming : PhoneCall;
  return (
    <article
      className={styles.card}
      data-state={call.state}
      data-call={call.id}
      tabIndex={-1}
      aria-label={t('pop.card')}
    >
      <header className={styles.head}>
        <Icon size={16} aria-hidden />
        <span>
          {t(isRinging ? `pop.${call.direction}` : 'standing.speaking')}
          {call.is_test ? ` (${t('test')})` : ''}
        </span>
        <Running call={call} />
        <button type="button" className={styles.close} aria-label={t('pop.hide')} onClick={onHide}>
          <X size={15} aria-hidden />
        </button>
      </header>
      <Who call={call} pop={pop} />
      <Tickets pop={pop} />
      {call.ticket === null ? null : (
        <p className={styles.intent}>
          {t('pop.attached')} <Ltr>#{call.ticket.number}</Ltr>
        </p>
      )}
      <Intended intent={props.intent} onIntend={props.onIntend} />
      <Actions {...props} pop={pop} />
    </article>
  );
}
