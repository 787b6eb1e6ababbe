import { Button, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { Lock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { limits } from '../../../shared/tickets.ts';
import { useMay } from '../../api-queries.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { fieldProblem } from '../../components/problem-text.ts';
import { dirOf } from '../../components/text-direction.ts';
import { useFocusOnRefusal } from '../../components/useFocusOnRefusal.ts';
import { usePageTitle } from '../../components/usePageTitle.ts';
import { CustomerFields } from './new/CustomerFields.tsx';
import styles from './new/NewTicket.module.css';
import { RoutingFields } from './new/RoutingFields.tsx';
import { useNewTicket } from './new/use-new-ticket.ts';

type Form = ReturnType<typeof useNewTicket>;

/** How it came, and what was said. */
function WordFields({ ticket, change, problem }: Form) {
  const { t } = useTranslation('tickets');
  return (
    <>
      <div>
        <p className={styles.label} id="new-channel">
          {t('new.channel')}
        </p>
        <SegmentedControl
          aria-labelledby="new-channel"
          data={[
            { value: 'phone', label: t('channel.phone') },
            { value: 'form', label: t('channel.form') },
          ]}
          value={ticket.channel}
          onChange={(channel) => change({ channel: channel === 'form' ? 'form' : 'phone' })}
        />
      </div>
      <TextInput
        label={t('new.subject')}
        placeholder={t('new.subjectHint')}
        value={ticket.subject}
        onChange={(event) => change({ subject: event.currentTarget.value })}
        required
        autoFocus
        maxLength={limits.subject}
        dir={dirOf(ticket.subject)}
        error={fieldProblem(problem, 'subject')}
      />
      <Textarea
        label={t('new.message')}
        placeholder={t('new.messageHint')}
        value={ticket.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
        maxLength={limits.msg}
        autosize
        minRows={5}
        maxRows={20}
        dir={dirOf(ticket.text)}
        error={fieldProblem(problem, 'text')}
      />
    </>
  );
}

/** A new ticket by hand: what a customer said at the counter, on the phone or on a form. */
export function NewTicketPage() {
  const { t } = useTranslation('tickets');
  usePageTitle(t('new.title'));
  if (useMay('tickets:write')) return <NewTicketForm />;
  return (
    <>
      <h1 className="visually-hidden">{t('new.title')}</h1>
      <EmptyState icon={Lock} title={t('new.forbidden')}>
        {t('new.forbiddenText')}
      </EmptyState>
    </>
  );
}

function NewTicketForm() {
  const { t } = useTranslation('tickets');
  const form = useNewTicket();
  const { ticket, problem, isBusy, isEmpty, change, clear, open } = form;
  const page = useFocusOnRefusal(problem);
  return (
    <form
      ref={page}
      className={styles.page}
      // What is missing is said in the console's own words and language.
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void open();
      }}
      onKeyDown={(event) => {
        if (event.code === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
      }}
    >
      <header>
        <h1 className={styles.title}>{t('new.title')}</h1>
        <p className={styles.hint}>{t('new.text')}</p>
      </header>
      <WordFields {...form} />
      <section className={styles.section} aria-labelledby="new-customer">
        <h2 className={styles.sectionTitle} id="new-customer">
          {t('new.customer')}
        </h2>
        <CustomerFields ticket={ticket} onChange={change} problem={problem} />
      </section>
      <section className={styles.section} aria-labelledby="new-routing">
        <h2 className={styles.sectionTitle} id="new-routing">
          {t('new.routing')}
        </h2>
        <RoutingFields ticket={ticket} onChange={change} problem={problem} />
      </section>
      <footer className={styles.foot}>
        <small className={styles.hint}>{t('new.draft')}</small>
        <Button variant="default" disabled={isEmpty} onClick={clear}>
          {t('new.discard')}
        </Button>
        <Button type="submit" loading={isBusy}>
          {t('new.submit')}
        </Button>
      </footer>
    </form>
  );
}
