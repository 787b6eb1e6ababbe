import { ActionIcon, Button, Group, Menu, Stack, TextInput } from '@mantine/core';
import { CalendarClock, Clock } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sendingLimits } from '../../../../shared/sending.ts';
import { Dialog } from '../../../components/Dialog.tsx';
import { usePlace } from '../../../components/place.ts';
import { clock, dayAndHour } from '../../../i18n/format.ts';
import { fieldValueOf, instantFrom, scheduleChoices } from './schedule.ts';

const dayMilliseconds = 86_400_000;

interface DialogProps {
  onChoose: (at: Date) => void;
  onClose: () => void;
}

/** A day and an hour of one's own, by the clock of the business. */
function ScheduleDialog({ onChoose, onClose }: DialogProps) {
  const { t } = useTranslation('sending');
  const place = usePlace();
  const [value, setValue] = useState('');
  const [isWrong, setWrong] = useState(false);
  const [opened] = useState(() => Date.now());
  const last = new Date(opened + (sendingLimits.daysAhead - 1) * dayMilliseconds);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const at = instantFrom(value, place.timeZone);
    if (at === null || at.getTime() <= Date.now() || at > last) setWrong(true);
    else onChoose(at);
  };
  return (
    <Dialog onClose={onClose} title={t('schedule.title')}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <TextInput
            type="datetime-local"
            label={t('schedule.when')}
            description={t('schedule.zone', { zone: place.timeZone })}
            data-autofocus
            min={fieldValueOf(new Date(opened), place.timeZone)}
            max={fieldValueOf(last, place.timeZone)}
            value={value}
            error={isWrong ? t('schedule.wrong') : null}
            onChange={({ currentTarget }) => {
              setValue(currentTarget.value);
              setWrong(false);
            }}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button type="submit">{t('schedule.submit')}</Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

interface Props {
  isDisabled: boolean;
  onSchedule: (at: Date) => void;
}

/** Sending at a better time. */
export function ScheduleMenu({ isDisabled, onSchedule }: Props) {
  const { t } = useTranslation('sending');
  const place = usePlace();
  const [isAsked, setAsked] = useState(false);
  const [choices, setChoices] = useState(() => scheduleChoices(new Date(), place.timeZone));
  return (
    <>
      <Menu
        position="top-end"
        width={260}
        onOpen={() => setChoices(scheduleChoices(new Date(), place.timeZone))}
      >
        <Menu.Target>
          <ActionIcon
            variant="default"
            size={30}
            disabled={isDisabled}
            aria-label={t('schedule.menu')}
            title={t('schedule.menu')}
          >
            <Clock size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('schedule.menu')}</Menu.Label>
          {choices.map(({ key, at }) => (
            <Menu.Item key={key} title={dayAndHour(at, place)} onClick={() => onSchedule(at)}>
              {t(`schedule.${key}`, { at: clock(at, place) })}
            </Menu.Item>
          ))}
          <Menu.Item leftSection={<CalendarClock size={15} aria-hidden />} onClick={() => setAsked(true)}>
            {t('schedule.other')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isAsked ? (
        <ScheduleDialog
          onClose={() => setAsked(false)}
          onChoose={(at) => {
            setAsked(false);
            onSchedule(at);
          }}
        />
      ) : null}
    </>
  );
}
