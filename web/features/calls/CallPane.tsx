import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { callQuery } from '../../components/calls/call-queries.ts';
import { Party } from '../../components/calls/Party.tsx';
import { DetailFrame } from '../../components/DetailFrame.tsx';
import { UnreadDetail } from '../../components/UnreadDetail.tsx';
import { CallView } from './call/CallView.tsx';
import { useCallsSearch } from './use-calls.ts';

/** One call by the id in the address, with everything known about it. */
export function CallPane() {
  const { t } = useTranslation('calls');
  const search = useCallsSearch();
  const id = useParams({ strict: false }).id ?? '';
  const query = useQuery(callQuery(id));
  const { data } = query;
  return (
    <DetailFrame
      key={id}
      title={data === undefined ? t('call.title') : <Party call={data.call} />}
      list={{ to: '/calls', search }}
      backLabel={t('call.back')}
      closeLabel={t('call.close')}
    >
      {data === undefined ? (
        <UnreadDetail query={query} unknown={{ title: t('call.unknown'), text: t('call.unknownText') }} />
      ) : (
        <CallView {...data} />
      )}
    </DetailFrame>
  );
}
