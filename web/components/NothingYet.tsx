import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { LucideIcon } from 'lucide-react';
import { useMay } from '../api-queries.ts';
import { EmptyState } from './EmptyState.tsx';

interface Props {
  icon: LucideIcon;
  title: string;
  text: string;
  /** The section of the settings where what fills this list is connected. */
  section: 'mailboxes' | 'phone';
  step: string;
}

/** What stands where nothing has come in so far, and for those who may see the settings the step there. */
export function NothingYet({ icon, title, text, section, step }: Props) {
  const maySee = useMay('settings:read');
  const action = (
    <Button variant="default" component={Link} to="/settings/$section" params={{ section } as never}>
      {step}
    </Button>
  );
  return (
    <EmptyState icon={icon} title={title} action={maySee ? action : null}>
      {text}
    </EmptyState>
  );
}
