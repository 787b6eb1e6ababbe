import { hash, verify } from '@node-rs/argon2';

/** argon2id with the parameters that OWASP asks for: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** One password typed on two machines may come composed or decomposed; NFKC makes it one (NIST SP 800-63B, 3.1.1.2). */
const normal = (password: string) => password.normalize('NFKC');

export async function hashPassword(password: string): Promise<string> {
  return await hash(normal(password), cost);
}

let dummy: Promise<string> | undefined;

/**
 * Whether the password is the one that was hashed. For a user that doesn't exist, or has no password, give null: the answer
 * is false and takes as long as any other, so that its time doesn't tell who exists.
 */
export async function isPassword(passwordHash: string | null, password: string): Promise<boolean> {
  dummy ??= hashPassword('nobody has this password');
  const isRight = await verify(passwordHash ?? (await dummy), normal(password));
  return isRight && passwordHash !== null;
}
