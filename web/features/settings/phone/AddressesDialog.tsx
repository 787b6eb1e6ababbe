import { useTranslation } from 'react-i18next';
import type { AnswerOf } from '../../../../shared/endpoint.ts';
import type { addPhoneConnection, PhoneProvider } from '../../../../shared/phone-connections.ts';
import { OnceDialog } from '../OnceDialog.tsx';
import { Taken } from '../Taken.tsx';
import { genericExample } from './generic-example.ts';
import styles from './Phone.module.css';

export type NewAddresses = AnswerOf<typeof addPhoneConnection>;

/** How many sentences the instructions of each provider have. */
const steps: Record<PhoneProvider, number> = {
  generic: 4,
  sipgate: 4,
  placetel: 4,
  twilio: 4,
  voicenter: 5,
  asterisk: 3,
};

/** What the exchange's own settings need, and where: the addresses are shown once, what to do with them whenever it is asked for. */
export function AddressesDialog({ made, onClose }: { made: NewAddresses; onClose: () => void }) {
  const { t } = useTranslation('phone');
  const { connection, addresses } = made;
  const { provider, name } = connection;
  const places = Array.from({ length: steps[provider] }, (_, index) => index + 1);
  const [first] = addresses;
  return (
    <OnceDialog
      title={t(first === undefined ? 'addresses.titleNone' : 'addresses.title', { name })}
      warning={first === undefined ? null : t('addresses.words')}
      closeLabel={t(first === undefined ? 'common:close' : 'addresses.kept')}
      onClose={onClose}
    >
      {addresses.map(({ purpose, url }) => (
        <Taken key={purpose} label={t(`purpose.${purpose}`)} text={url} />
      ))}
      {first === undefined && provider !== 'asterisk' ? <p>{t('addresses.hidden')}</p> : null}
      <h3 className={styles.heading}>{t('addresses.how', { provider: t(`provider.${provider}`) })}</h3>
      <ol className={styles.steps}>
        {places.map((place) => (
          <li key={place}>{t(`steps.${provider}.${place}`)}</li>
        ))}
      </ol>
      {provider === 'generic' && first !== undefined ? (
        <Taken label={t('addresses.example')} text={genericExample(first.url)} isLong />
      ) : null}
    </OnceDialog>
  );
}
