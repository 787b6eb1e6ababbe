import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** How often it is looked whether there is anything to do. */
const lookMs = 15_000;
/** A process that takes less of a processor is at rest. */
const restingShare = 0.05;
/** Collecting less is not worth the tenth of a second that it takes. */
const worthBytes = 24 * 1024 * 1024;

type Collect = (options: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void;

/**
 * Gives memory back to the machine when the process rests: V8 keeps what a busy hour took until it needs the room itself, which at
 * night is never. Returns the function that ends it.
 */
export function giveMemoryBack(everyMs = lookMs): () => void {
  // There is no other way to ask for a collection that returns its pages.
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as Collect;
  let usage = process.cpuUsage();
  let heapAtRest = 0;
  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage(usage);
    usage = process.cpuUsage();
    const isAtRest = (user + system) / 1000 < everyMs * restingShare;
    if (!isAtRest || process.memoryUsage().heapTotal < heapAtRest + worthBytes) return;
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    heapAtRest = process.memoryUsage().heapTotal;
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
