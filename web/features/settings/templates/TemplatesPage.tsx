import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { MessageSquareText, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Template } from '../../../../shared/templates.ts';
import { templatesQuery, useMay } from '../../../api-queries.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Skeletons } from '../../../components/Skeletons.tsx';
import settings from '../Settings.module.css';
import { DepartmentSignatures } from './DepartmentSignatures.tsx';
import { TemplateForm } from './TemplateForm.tsx';
import { TemplateRow } from './TemplateRow.tsx';
import { useTemplateChanges } from './use-template-changes.ts';

interface ListProps {
  templates: readonly Template[];
  isWriter: boolean;
  onEdit: (template: Template) => void;
}

function List({ templates, isWriter, onEdit }: ListProps) {
  const { t } = useTranslation('templates');
  const { setActive, move } = useTemplateChanges();
  const [said, setSaid] = useState('');
  const go = async (template: Template, step: 1 | -1) => {
    const place = templates.indexOf(template) + 1 + step;
    if (!(await move(template, step))) return;
    setSaid(t('settings:lists.moved', { name: template.name, place, total: templates.length }));
  };
  return (
    <>
      <ol className={settings.rows} aria-label={t('list')}>
        {templates.map((template, index) => (
          <TemplateRow
            key={template.id}
            template={template}
            isWriter={isWriter}
            isFirst={index === 0}
            isLast={index === templates.length - 1}
            onMove={(step) => void go(template, step)}
            onEdit={() => onEdit(template)}
            onActive={(isActive) => setActive(template, isActive)}
          />
        ))}
      </ol>
      <p className="visually-hidden" aria-live="polite">
        {said}
      </p>
    </>
  );
}

/** Ready words for replies, and what stands below them. */
export function TemplatesPage() {
  const { t } = useTranslation('templates');
  const isWriter = useMay('settings:write');
  const { data, error, refetch } = useQuery(templatesQuery);
  const [asked, setAsked] = useState<Template | 'new' | null>(null);
  if (error !== null && data === undefined)
    return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeletons />;
  return (
    <>
      <div className={settings.top}>
        <p>{t('intro')}</p>
        {isWriter ? (
          <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setAsked('new')}>
            {t('add')}
          </Button>
        ) : null}
      </div>
      {data.items.length === 0 ? (
        <EmptyState icon={MessageSquareText} title={t('empty')}>
          {t('emptyWords')}
        </EmptyState>
      ) : (
        <List templates={data.items} isWriter={isWriter} onEdit={setAsked} />
      )}
      <DepartmentSignatures isWriter={isWriter} />
      {asked === null ? null : (
        <TemplateForm {...(asked === 'new' ? {} : { template: asked })} onClose={() => setAsked(null)} />
      )}
    </>
  );
}
