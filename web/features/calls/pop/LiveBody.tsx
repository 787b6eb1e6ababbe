import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ArrowUpRight, Link2, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api-queries.ts';
import { popQuery } from '../../../components/calls/call-queries.ts';
import { Ltr } from '../../../components/Isolates.tsx';
import type { Asked } from '../decision/CallDecision.tsx';
import choice from '../decision/choice.module.css';
import type { Card, Intent } from './cards.ts';
import styles from './Pop.module.css';
import { Tickets, Who } from './Who.tsx';

interface Props {
  card: Card;
  intent: Intent | null;
  onIntend: (intent: Intent | null) => void;
  onAsk: (asked: Asked) => void;
}

/** What can be done now. What is chosen while it still rings is done when somebody speaks. */
function Actions({ card: { call }, onAsk }: Props) {
  const { t } = useTranslation('calls');
  const navigate = useNavigate();
  const mayWrite = useMay('tickets:write');
  const first = useQuery(popQuery(call.id)).data?.tickets[0];
  const open = () =>
    first === undefined
      ? void navigate({ to: '/calls/$id', params: { id: call.id } })
      : void navigate({ to: '/tickets/$number', params: { number: String(first.number) } });
  return (
    <div className={choice.actions}>
      <Button
        size="compact-sm"
        leftSection={<ArrowUpRight size={15} aria-hidden className="icon-direction" />}
        onClick={open}
      >
        {t('pop.open')}
      </Button>
      {mayWrite && call.classification === null && !call.is_test ? (
        <>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<Plus size={15} aria-hidden />}
            onClick={() => onAsk('new_ticket')}
          >
            {t('decide.newTicket')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<Link2 size={15} aria-hidden />}
            onClick={() => onAsk('ticket')}
          >
            {t('decide.attach')}
          </Button>
        </>
      ) : null}
    </div>
  );
}

function Intended({ intent, onIntend }: Pick<Props, 'intent' | 'onIntend'>) {
  const { t } = useTranslation(['calls', 'common']);
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

/** Of a call that rings at me, or in which I speak: who it is, what they wait for, what can be done. */
export function LiveBody(props: Props) {
  const { call } = props.card;
  const { t } = useTranslation('calls');
  const pop = useQuery(popQuery(call.id)).data;
  return (
    <>
      <Who call={call} pop={pop} />
      <Tickets pop={pop} />
      {call.ticket === null ? null : (
        <p className={styles.intent}>
          {t('pop.attached')} <Ltr>#{call.ticket.number}</Ltr>
        </p>
      )}
      <Intended intent={props.intent} onIntend={props.onIntend} />
      <Actions {...props} />
    </>
  );
}
