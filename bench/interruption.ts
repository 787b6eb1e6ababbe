import type { ChildProcess } from 'node:child_process';
import { setMaxListeners } from 'node:events';

export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

const asked = new AbortController();
setMaxListeners(0, asked.signal);

/** Aborts when somebody wants the bench to end (Ctrl-C): what runs fails, and what was started is ended on the way out. */
export const interruption = asked.signal;

export function listenForInterruption(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => asked.abort(new InterruptedError(signal)));
  }
}

/** Calls `end` when the bench is interrupted; with `using`, no longer than the block. */
export function onInterruption(end: () => unknown): Disposable {
  const listener = () => void end();
  interruption.addEventListener('abort', listener);
  return { [Symbol.dispose]: () => interruption.removeEventListener('abort', listener) };
}

/** A child process that does not outlive an interruption. */
export function bound<Child extends ChildProcess>(child: Child): Child {
  const listening = onInterruption(() => child.kill('SIGTERM'));
  child.once('exit', () => listening[Symbol.dispose]());
  return child;
}
