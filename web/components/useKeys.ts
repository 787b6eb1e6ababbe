import { useEffect, useEffectEvent, useLayoutEffect, useRef, useSyncExternalStore } from 'react';

export interface KeyCommand {
  /** Physical key (`event.code`), so that it works while a Hebrew layout is active. */
  code: string;
  shift?: boolean;
  /** What it does, in the words of the list under `?`. */
  label: string;
  run: () => void;
  /** False while the command means nothing; true unless given. */
  isActive?: boolean;
}

interface Pressed {
  code: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  isComposing: boolean;
  defaultPrevented: boolean;
}

interface Spot {
  tagName: string;
  type?: string;
  isContentEditable?: boolean;
}

const textless = new Set(['button', 'checkbox', 'radio', 'submit', 'reset', 'file', 'range', 'color']);

/** Whether a key pressed here is writing. */
export function isWriting({ tagName, type, isContentEditable }: Spot): boolean {
  if (isContentEditable === true || tagName === 'TEXTAREA' || tagName === 'SELECT') return true;
  return tagName === 'INPUT' && !textless.has(type ?? 'text');
}

/** The command that a key means, if any. Keys with Ctrl, Alt or ⌘ belong to the browser. */
export function commandFor<C extends KeyCommand>(pressed: Pressed, commands: readonly C[]): C | undefined {
  const { ctrlKey, metaKey, altKey, isComposing, defaultPrevented } = pressed;
  if (ctrlKey || metaKey || altKey || isComposing || defaultPrevented) return undefined;
  return commands.find(
    ({ code, shift = false, isActive = true }) =>
      isActive && code === pressed.code && shift === pressed.shiftKey,
  );
}

/** A letter or sign as the list under `?` shows it. */
export function keyCap({ code, shift = false }: Pick<KeyCommand, 'code' | 'shift'>): string {
  if (code === 'Slash') return shift ? '?' : '/';
  if (code === 'Escape') return 'Esc';
  const plain = code.replace(/^(Key|Digit)/, '').replace(/^Arrow/, '');
  const name = plain.length === 1 ? plain.toLowerCase() : plain;
  return shift ? `Shift+${name}` : name;
}

/** All mounted groups of commands; the newest mounted is asked first. */
let groups: readonly (readonly KeyCommand[])[] = [];
const listeners = new Set<() => void>();

function setGroups(next: typeof groups) {
  groups = next;
  for (const listener of listeners) listener();
}

const isDialogOpen = () => document.querySelector('[role="dialog"][aria-modal="true"]') !== null;

function spotOf(target: EventTarget | null): Spot {
  if (!(target instanceof HTMLElement)) return { tagName: '' };
  const { tagName, isContentEditable } = target;
  return target instanceof HTMLInputElement
    ? { tagName, type: target.type, isContentEditable }
    : { tagName, isContentEditable };
}

/** A focused button or link does its own thing on Enter and the space bar. */
function belongsToControl(event: KeyboardEvent): boolean {
  if (event.code !== 'Enter' && event.code !== 'Space') return false;
  return (
    event.target instanceof HTMLElement &&
    event.target.closest('button, a, summary, [role="button"]') !== null
  );
}

/** Offers keyboard commands while the component is on the screen: never inside a text field, never behind a dialog. */
export function useKeys(commands: readonly KeyCommand[]): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (isWriting(spotOf(event.target)) || isDialogOpen() || belongsToControl(event)) return;
    const command = commandFor(event, commands);
    if (command === undefined) return;
    event.preventDefault();
    command.run();
  });
  const newest = useRef(commands);
  useLayoutEffect(() => {
    newest.current = commands;
  });
  const signature = commands
    .map(({ code, shift, label, isActive }) => `${code} ${shift} ${label} ${isActive}`)
    .join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature stands for the list, which is new on every render
  useEffect(() => {
    // Another component may run one of these long after it was listed: what runs is what the command means by then.
    const group = newest.current.map((command, index) => ({
      ...command,
      run: () => newest.current[index]?.run(),
    }));
    setGroups([...groups, group]);
    return () => setGroups(groups.filter((one) => one !== group));
  }, [signature]);
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}

/** Every command that means something on the screen right now, once. */
export function useKeyList(): KeyCommand[] {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => groups,
  );
  const found = new Map<string, KeyCommand>();
  for (const command of shown.flat()) {
    if (command.isActive !== false) found.set(`${command.shift === true} ${command.code}`, command);
  }
  return [...found.values()];
}
