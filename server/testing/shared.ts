interface Made {
  readonly value: Promise<Stopped>;
  users: number;
}

interface Stopped {
  stop(): Promise<void>;
}

const made = new Map<string, Made>();
let isKept = false;

/**
 * What several test files of one process want alike is made once, by the first who asks: whoever asks again under the same
 * name gets the same. `stop` leaves it; the last to leave ends it, unless it is kept for the files that follow.
 */
export async function shared<Value extends Stopped>(
  name: string,
  make: () => Promise<Value>,
): Promise<Value> {
  const known = made.get(name) ?? { value: make(), users: 0 };
  made.set(name, known);
  known.users += 1;
  const value = (await known.value) as Value;
  let hasLeft = false;
  return {
    ...value,
    async stop() {
      if (hasLeft) return;
      hasLeft = true;
      known.users -= 1;
      if (known.users === 0 && !isKept) await end(name, known);
    },
  };
}

/** For a process with several test files: the answer ends what they shared. */
export function keepShared(): () => Promise<void> {
  isKept = true;
  return async () => {
    // The youngest first: it may use what was made before it.
    for (const [name, known] of [...made].reverse()) await end(name, known);
  };
}

async function end(name: string, known: Made): Promise<void> {
  made.delete(name);
  await (await known.value).stop();
}
