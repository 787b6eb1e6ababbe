import { Button, Group, Stack } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AnswerOf } from '../../../../shared/endpoint.ts';
import type { addPhoneConnection, PhoneProvider } from '../../../../shared/phone-connections.ts';
import { Dialog } from '../../../components/Dialog.tsx';
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

/** What the exchange's own settings need, and where: the addresses are shown this once. */
export function AddressesDialog({ made, onClose }: { made: NewAddresses; onClose: () => void }) {
  const { t } = useTranslation('phone');
  const { connection, addresses } = made;
  const { provider, name } = connection;
  const places = Array.from({ length: steps[provider] }, (_, index) => index + 1);
  const [first] = addresses;
  return (
    <Dialog
      onClose={onClose}
      size="lg"
      title={t(first === undefined ? 'addresses.titleNone' : 'addresses.title', { name })}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <Stack gap="sm">
        {addresses.length === 0 ? null : (
          <p className={styles.warning}>
            <TriangleAlert size={18} aria-hidden />
            {t('addresses.words')}
          </p>
        )}
        {addresses.map(({ purpose, url }) => (
          <Taken key={purpose} label={t(`purpose.${purpose}`)} text={url} />
        ))}
        <h3 className={styles.heading}>{t('addresses.how', { provider: t(`provider.${provider}`) })}</h3>
        <ol className={styles.steps}>
          {places.map((place) => (
            <li key={place}>{t(`steps.${provider}.${place}`)}</li>
          ))}
        </ol>
        {provider === 'generic' && first !== undefined ? (
          <Taken label={t('addresses.example')} text={genericExample(first.url)} isLong />
        ) : null}
        <Group justify="flex-end">
          <Button onClick={onClose}>{t(addresses.length === 0 ? 'common:close' : 'addresses.kept')}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
