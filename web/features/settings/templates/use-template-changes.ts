import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { BodyInput } from '../../../../shared/endpoint.ts';
import { addTemplate, changeTemplate, orderTemplates, type Template } from '../../../../shared/templates.ts';
import { call } from '../../../api.ts';
import { templatesQuery } from '../../../api-queries.ts';
import { showToast } from '../../../components/toast.ts';
import { useFailure } from '../../../components/useFailure.ts';
import { moved } from '../lists/list-order.ts';

const { queryKey } = templatesQuery;

/** The changes of templates; `add` and `change` throw what the server refused. */
export function useTemplateChanges() {
  const { t } = useTranslation('templates');
  const client = useQueryClient();
  const fail = useFailure();
  const refresh = () => client.invalidateQueries({ queryKey });

  const add = async (body: BodyInput<typeof addTemplate>) => {
    await call(addTemplate, { body });
    await refresh();
  };
  const change = async ({ id }: Template, body: BodyInput<typeof changeTemplate>) => {
    await call(changeTemplate, { params: { id }, body });
    await refresh();
  };
  const setActive = (template: Template, isActive: boolean) => {
    change(template, { is_active: isActive })
      .then(() =>
        showToast({
          text: t(isActive ? 'reactivated' : 'deactivated', { name: template.name }),
          undo: () => change(template, { is_active: !isActive }),
        }),
      )
      .catch((error: unknown) => fail(error));
  };
  /** Shown at once, put back when refused; false when it is refused or there is nowhere to go. */
  const move = async (template: Template, step: 1 | -1): Promise<boolean> => {
    const before = client.getQueryData(queryKey);
    const items = moved(before?.items ?? [], template.id, step);
    if (before === undefined || items === before.items) return false;
    await client.cancelQueries({ queryKey });
    client.setQueryData(queryKey, { items: [...items] });
    try {
      await call(orderTemplates, { body: { ids: items.map(({ id }) => id) } });
      return true;
    } catch (error) {
      client.setQueryData(queryKey, before);
      fail(error, t('settings:notSaved'));
      return false;
    } finally {
      void refresh();
    }
  };
  return { add, change, setActive, move };
}
