import { StartError } from './start-error.ts';

interface Place {
  readonly host: string;
  readonly port: number;
  /** The settings that say so. */
  readonly settings: { readonly host: string; readonly port: string };
}

/** Listens; where that is not possible the reason is a sentence, not a stack. */
export async function listening<T>({ host, port, settings }: Place, listen: () => Promise<T>): Promise<T> {
  try {
    return await listen();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const sentences: Readonly<Record<string, string>> = {
      EADDRINUSE: `Port ${port} is taken by another program: end it, or set ${settings.port} to another port.`,
      EACCES: `Port ${port} needs rights that this user has not: set ${settings.port} to a port above 1023.`,
      EADDRNOTAVAIL: `${host} is no address of this machine (${code}): change ${settings.host}.`,
      ENOTFOUND: `${host} is no address of this machine (${code}): change ${settings.host}.`,
      EAI_AGAIN: `${host} is no address of this machine (${code}): change ${settings.host}.`,
    };
    const sentence = sentences[code];
    throw sentence === undefined ? error : new StartError(sentence, { cause: error });
  }
}
