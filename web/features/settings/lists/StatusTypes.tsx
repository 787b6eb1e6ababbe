import { useTranslation } from 'react-i18next';
import { statusTypes } from '../../../../shared/lists.ts';

/** The fixed types of a status, as the choices of a select. */
export function StatusTypes() {
  const { t } = useTranslation('settings');
  return statusTypes.map((type) => (
    <option key={type} value={type}>
      {t(`lists.types.${type}`)}
    </option>
  ));
}
