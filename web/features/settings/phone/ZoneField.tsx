import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface Props {
  zone: string | null;
  problem: string | null;
  onChange: (zone: string | null) => void;
}

const zones = Intl.supportedValuesOf('timeZone');

/** Whose clock an exchange tells the time by, of those that name no zone with it. */
export function ZoneField({ zone, problem, onChange }: Props) {
  const { t } = useTranslation('phone');
  // A zone may have been set by a name that this browser lists under another.
  const offered = zone === null || zones.includes(zone) ? zones : [zone, ...zones];
  return (
    <NativeSelect
      label={t('form.zone')}
      description={t('form.zoneHint')}
      value={zone ?? ''}
      error={problem}
      onChange={({ currentTarget: { value } }) => onChange(value === '' ? null : value)}
    >
      <option value="">{t('form.ownZone')}</option>
      {offered.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </NativeSelect>
  );
}
