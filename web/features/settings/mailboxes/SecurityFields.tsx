import { NativeSelect, NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { securities } from '../../../../shared/mail-servers.ts';
import { fieldProblem } from '../../../components/problem-text.ts';
import styles from './Connection.module.css';

interface Chosen {
  readonly security: (typeof securities)[number];
  readonly port: number | '';
}

interface Props {
  value: Chosen;
  /** The usual port of each encryption. */
  ports: Readonly<Record<Chosen['security'], number>>;
  problem: unknown;
  onChange: (part: Partial<Chosen>) => void;
}

/** How the line to a mail server is encrypted, and at which port it answers. */
export function SecurityFields({ value, ports, problem, onChange }: Props) {
  const { t } = useTranslation('settings');
  return (
    <div className={styles.pair}>
      <NativeSelect
        label={t('connection.security')}
        data={securities.map((one) => ({ value: one, label: t(`connection.securities.${one}`) }))}
        value={value.security}
        onChange={(event) => {
          const security = securities.find((one) => one === event.currentTarget.value) ?? 'tls';
          onChange({ security, port: ports[security] });
        }}
      />
      <NumberInput
        label={t('connection.port')}
        dir="ltr"
        required
        min={1}
        max={65535}
        hideControls
        allowDecimal={false}
        value={value.port}
        error={fieldProblem(problem, 'port')}
        onChange={(port) => onChange({ port: typeof port === 'number' ? port : '' })}
      />
    </div>
  );
}
