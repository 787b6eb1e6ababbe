const everyMs = 200;

/** A line on standard error that counts on, where a person looks at it; nothing elsewhere. */
export function progressBar(things: string): { show(done: number): void; [Symbol.dispose](): void } {
  const isSeen = process.stderr.isTTY === true;
  let shownAt = 0;
  const write = (done: number) => process.stderr.write(`\r\u001b[K${done.toLocaleString('en')} ${things} …`);
  return {
    show(done) {
      if (!isSeen || Date.now() - shownAt < everyMs) return;
      shownAt = Date.now();
      write(done);
    },
    [Symbol.dispose]() {
      if (isSeen) process.stderr.write('\r\u001b[K');
    },
  };
}
