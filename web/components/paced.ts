export interface Paced {
  ask: () => void;
  cancel: () => void;
}

/** Runs at once when asked, then at most once per so many milliseconds; what was asked meanwhile is done once at the end. */
export function paced(run: () => void, milliseconds: number): Paced {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAsked = false;
  const rest = () => {
    timer = undefined;
    if (isAsked) start();
  };
  const start = () => {
    isAsked = false;
    timer = setTimeout(rest, milliseconds);
    run();
  };
  return {
    ask: () => {
      if (timer === undefined) start();
      else isAsked = true;
    },
    cancel: () => {
      clearTimeout(timer);
      timer = undefined;
      isAsked = false;
    },
  };
}
