import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { myPhoneQuery } from '../../components/calls/call-queries.ts';
import { askPermission, usePermission } from '../../components/calls/notify.ts';
import { Ltr } from '../../components/Isolates.tsx';

/** Whether calls reach me here, and how I learn of them while I look elsewhere. */
export function CallNotices() {
  const { t } = useTranslation('calls');
  const permission = usePermission();
  const phones = useQuery(myPhoneQuery).data?.phones;
  return (
    <>
      {phones === undefined ? null : (
        <p>
          {phones.length === 0 ? (
            t('notify.noPhones')
          ) : (
            <>
              {t('notify.phones')}: <Ltr>{phones.join(', ')}</Ltr>
            </>
          )}
        </p>
      )}
      <p>{permission === 'default' ? t('notify.text') : t(`notify.${permission}`)}</p>
      {permission === 'default' ? (
        <Button variant="default" onClick={() => void askPermission()}>
          {t('notify.ask')}
        </Button>
      ) : null}
    </>
  );
}
