import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { DetailFrame } from '../../components/DetailFrame.tsx';
import { subjectDirection } from '../../components/text-direction.ts';
import { UnreadDetail } from '../../components/UnreadDetail.tsx';
import { Words } from '../../components/Words.tsx';
import { ItemView } from './item/ItemView.tsx';
import { itemQuery } from './ledger-queries.ts';
import { namelessOf } from './nameless.ts';
import { suggestedSubject } from './refusal.ts';
import { useIntakeSearch } from './use-intake-search.ts';

/** One row of the ledger by the id in the address, with everything known about it. */
export function IntakePane() {
  const { t } = useTranslation('intake');
  const search = useIntakeSearch();
  const id = useParams({ strict: false }).id ?? '';
  const query = useQuery(itemQuery(id));
  const { data } = query;
  const unknown = { title: t('empty.notFound.title'), text: t('empty.notFound.text') };
  const subject = data === undefined ? '' : suggestedSubject(data);
  const unnamed = t(data === undefined ? 'item.label' : namelessOf(data));
  const title =
    subject === '' ? (
      unnamed
    ) : (
      <bdi dir={subjectDirection(subject)}>
        <Words text={subject} />
      </bdi>
    );
  return (
    <DetailFrame
      key={id}
      title={title}
      list={{ to: '/intake', search }}
      backLabel={t('item.back')}
      closeLabel={t('item.close')}
    >
      {data === undefined ? <UnreadDetail query={query} unknown={unknown} /> : <ItemView item={data} />}
    </DetailFrame>
  );
}
