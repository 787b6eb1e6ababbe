import { useTranslation } from 'react-i18next';
import type { ActorShown, Message } from '../../../shared/messages.ts';

/** Who did something, in words: people by name, machines as such. */
export function useActorName(): (actor: ActorShown) => string {
  const { t } = useTranslation('tickets');
  return ({ kind, name }) => {
    if (kind === 'system') return t('actor.system');
    if (kind === 'client') return t('actor.client', { name });
    return name === '' ? t('actor.customer') : name;
  };
}

/** Who wrote a message: a writer whom no account names is called as their mail does. */
export function useWriterName(): (message: Pick<Message, 'author' | 'from'>) => string {
  const actorName = useActorName();
  return ({ author, from }) =>
    author.name === '' && from !== null ? from.name || from.address : actorName(author);
}
