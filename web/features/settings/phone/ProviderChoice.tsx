import { Radio, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type PhoneProvider, phoneProviders } from '../../../../shared/phone-connections.ts';

interface Props {
  provider: PhoneProvider;
  onChange: (next: PhoneProvider) => void;
}

/** Whose exchange it is, each with what it can do. */
export function ProviderChoice({ provider, onChange }: Props) {
  const { t } = useTranslation('phone');
  return (
    <Radio.Group
      label={t('form.provider')}
      value={provider}
      onChange={(value) => onChange(phoneProviders.find((one) => one === value) ?? provider)}
    >
      <Stack gap={8} mt={8}>
        {phoneProviders.map((one) => (
          <Radio key={one} value={one} label={t(`provider.${one}`)} description={t(`providerHint.${one}`)} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
