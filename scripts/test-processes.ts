import { dirname } from 'node:path';

/** A process each, and first: they wait for the longest, and at the end nobody waits for one that began late. */
const longest = [
  'server/chaos.test.ts',
  'server/crash.test.ts',
  'server/undo-crash.test.ts',
  'server/features/demo/demo.test.ts',
  'server/main.test.ts',
  'server/testing/bad-input.test.ts',
  'server/features/email/reader-faults.test.ts',
];
/** What it finds is about the process that it runs in. */
const alone = ['server/rest.test.ts'];
const mostTogether = 7;

/**
 * Which test files share a process, in the order in which the processes start: those of a folder, some at a time. To load the
 * modules, or to start a browser, takes a file longer than to run its tests.
 */
export function processesFor(files: readonly string[]): string[][] {
  const isSingle = (file: string) => longest.includes(file) || alone.includes(file);
  const first = longest.filter((file) => files.includes(file)).map((file) => [file]);
  const singles = files.filter((file) => isSingle(file) && !longest.includes(file)).map((file) => [file]);
  const others = Map.groupBy(
    files.filter((file) => !isSingle(file)),
    dirname,
  );
  const groups = [...others.values()].flatMap((folder) => {
    const parts = Math.ceil(folder.length / mostTogether);
    return Array.from({ length: parts }, (_, part) => folder.filter((_file, at) => at % parts === part));
  });
  return [...first, ...singles, ...groups];
}
